import { type ExtensionContext, commands, window, workspace } from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

/** What the server looks at; which of these are Okta's, it knows itself. */
const DOCUMENTS = [
  { scheme: "file", language: "json" },
  { scheme: "file", language: "jsonc" },
  { scheme: "file", language: "jsonl" },
  { scheme: "untitled", language: "json" },
  { scheme: "file", pattern: "**/{catchall,.catchall}.toml" },
];

/** A client that leaves it to this extension to say why a server does not start, and what to do. */
class Client extends LanguageClient {
  isStarting = true;

  override error(message: string, data?: unknown, show?: boolean | "force"): void {
    super.error(message, data, this.isStarting ? false : show);
  }
}

let client: Client | undefined;

/** Starts and stops come one after the other, however fast somebody asks for them. */
let turn: Promise<void> = Promise.resolve();

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("catchall.restart", restart),
    workspace.onDidChangeConfiguration((change) =>
      change.affectsConfiguration("catchall.path") ? restart() : undefined,
    ),
    // A program that was not taken from the settings of the workspace may be so now.
    workspace.onDidGrantWorkspaceTrust(restart),
  );
  await restart();
}

export function deactivate(): Promise<void> {
  return next(stop);
}

function restart(): Promise<void> {
  return next(async () => {
    await stop();
    await start();
  });
}

function next(step: () => Promise<void>): Promise<void> {
  turn = turn.then(step, step);
  return turn;
}

async function start(): Promise<void> {
  const command = workspace.getConfiguration("catchall").get("path", "catchall");
  const starting = new Client(
    "catchall",
    { command, args: ["server"] },
    { documentSelector: DOCUMENTS },
  );
  try {
    await starting.start();
    starting.isStarting = false;
    client = starting;
  } catch (error) {
    await starting.dispose().catch(() => undefined);
    await showWhy(command, error);
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  // What does not stop in time is ended by the library.
  await running?.dispose().catch(() => undefined);
}

async function showWhy(command: string, error: unknown): Promise<void> {
  const settings = "Open the settings";
  const said = error instanceof Error ? error.message : String(error);
  const message = `\`${command} server\` cannot be started: ${said}`;
  // Not waited for: whoever looks away must still be able to restart.
  void window.showErrorMessage(message, settings).then((chosen) =>
    chosen === settings
      ? commands.executeCommand("workbench.action.openSettings", "catchall.path")
      : undefined,
  );
}
