//! `catchall simulate`: one sign-in, as Okta's simulations tell it.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use catchall::config::Config;
use catchall::discover::{self, STANDARD_INPUT, discover};
use catchall::export::Exports;
use catchall::json::{Document, Layout, Node};
use catchall::model::{Export, ResourceKind};
use catchall::okta::Key;
use catchall::reach::Facts;
use catchall::simulate::{Expand, Recorded, Request, SimulateError, Simulation};
use catchall::{Workspace, map};
use miette::{Context, IntoDiagnostic};

use crate::cli::{Common, Expansion, ListFormat, Reading, SimulateArguments};
use crate::progress::Progress;
use crate::{CLEAN, EXPORT, FAILED, FOUND, note, print, settings, terminal};

pub(crate) fn run(arguments: &SimulateArguments, common: &Common) -> miette::Result<u8> {
    let reading = &arguments.reading;
    let is_stdin = |path: &Path| path.as_os_str() == STANDARD_INPUT;
    if is_stdin(&arguments.request) && reading.paths.iter().any(|path| is_stdin(path)) {
        miette::bail!("standard input cannot be both the request and an export");
    }
    let request = match Request::read(&read(&arguments.request)?) {
        Ok(request) => request,
        Err(error) => return refuse(&error, arguments.output_format),
    };
    let recorded = arguments.expect.as_deref().map(read).transpose()?;
    let workspace = read_exports(reading, &reading.config()?, common)?;
    let exports = workspace.exports();
    let export = export_with(request.app.as_deref(), &exports)?;
    let facts = Facts::of(export);
    let simulation = match Simulation::of(&request, export, &facts) {
        Ok(simulation) => simulation,
        Err(error) => return refuse(&error, arguments.output_format),
    };
    let differences = match &recorded {
        None => Vec::new(),
        Some(document) => {
            let Some(recorded) = Recorded::read(document) else {
                let name = document.name();
                miette::bail!(
                    help = "Save what Okta answers to the request, as it is",
                    "{name} holds no answer to a simulation"
                );
            };
            simulation.differences(&recorded)
        }
    };
    match arguments.output_format {
        ListFormat::Full => {
            let color = terminal::style(common.color).color;
            print(|out| simulation.write(out, color, &differences))?;
        }
        ListFormat::Json => {
            let expand = Expand {
                evaluated: arguments.expand.contains(&Expansion::Evaluated),
                rule: arguments.expand.contains(&Expansion::Rule),
            };
            print(|out| simulation.write_json(out, expand, &differences))?;
        }
    }
    Ok(if differences.is_empty() { CLEAN } else { FOUND })
}

/// Reads exports, and says what was not read.
pub(crate) fn read_exports(
    reading: &Reading,
    config: &Config,
    common: &Common,
) -> miette::Result<Workspace> {
    let mut progress = Progress::of(common, &reading.paths);
    let input = discover(&reading.paths).into_diagnostic()?;
    let workspace = Workspace::of(settings::options(reading, config)?, input);
    let exports = workspace.exports();
    progress.stop();
    if !common.quiet {
        note(&map::left_out(workspace.documents()).collect::<Vec<_>>());
        note(&exports.notices);
        note(&workspace.notices(&exports));
    }
    drop(exports);
    Ok(workspace)
}

/// Reads a file, or standard input.
fn read(path: &Path) -> miette::Result<Document> {
    let name = discover::name(path);
    let bytes = if path.as_os_str() == STANDARD_INPUT {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.into_diagnostic().wrap_err_with(|| format!("{name} cannot be read"))?;
    Ok(Document::parse(name, bytes, Layout::Json))
}

/// The export that the app is in, by its id or label, or the only one that has policies.
pub(crate) fn export_with<'x, 'd>(
    app: Option<&str>,
    exports: &'x Exports<'d>,
) -> miette::Result<&'x Export<'d>> {
    let has_app = |export: &&Export<'d>| {
        let mut apps = export.resources.of_kind(ResourceKind::App);
        apps.any(|object| {
            let is = |key| object.field(key).and_then(Node::as_str);
            [is(Key::ID), is(Key::LABEL)].iter().any(|name| name.as_deref() == app && app.is_some())
        })
    };
    let with_policies: Vec<&Export<'d>> =
        exports.all.iter().filter(|export| !export.policies.is_empty()).collect();
    let with_app: Vec<&Export<'d>> = with_policies.iter().copied().filter(has_app).collect();
    match (with_policies.as_slice(), with_app.as_slice()) {
        ([], _) => {
            miette::bail!(help = EXPORT, "there is nothing to simulate with: no policy was found")
        }
        ([only], _) | (_, [only]) => Ok(only),
        (several, _) => miette::bail!(
            help = "Name the folder of one of them",
            "there are {} exports, and the app does not tell which is meant",
            several.len()
        ),
    }
}

/// Says why the request is not simulated: for programs as Okta does.
fn refuse(error: &SimulateError, format: ListFormat) -> miette::Result<u8> {
    if let (SimulateError::Refused(answer), ListFormat::Json) = (error, format) {
        print(|out| answer.write_json(out))?;
        return Ok(FAILED);
    }
    let help = error.help().unwrap_or_default().to_owned();
    Err(miette::miette!(help = help, "{error}"))
}
