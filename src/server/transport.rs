//! Messages over streams: a header with a length, then JSON (LSP 3.17, "Base Protocol").
//!
//! What cannot be read is told to the client and passed over, since the next message may be whole again.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::thread;

use crossbeam_channel::{Receiver, Sender, select, unbounded};
use lsp_server::{Connection, ErrorCode, Message, Notification};
use serde::Deserialize;
use serde_json::{Value, json};

/// The longest message that is read; documents of this size are not edited.
const LONGEST: u64 = 1 << 30;
/// The longest line of a header.
const LONGEST_LINE: u64 = 4096;

/// A connection over streams, and what writes. It ends with the input.
pub(super) fn over(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> (Connection, thread::JoinHandle<io::Result<()>>) {
    let (incoming, receiver) = unbounded();
    let (sender, outgoing) = unbounded();
    let (refusals, refused) = unbounded();
    let answers = sender.clone();
    thread::spawn(move || read_all(BufReader::new(input), &incoming, &answers, &refusals));
    let writer = thread::spawn(move || write_all(output, &outgoing, &refused));
    (Connection { sender, receiver }, writer)
}

/// What came in.
enum Incoming {
    Message(Message),
    /// A request whose id, as it is written, is none that the protocol knows.
    Misnumbered(Value),
    Unreadable,
}

fn read_all(
    mut input: impl BufRead,
    incoming: &Sender<Message>,
    answers: &Sender<Message>,
    refusals: &Sender<Value>,
) {
    while let Ok(Some(read)) = read_one(&mut input) {
        let is_exit = |message: &Message| matches!(message, Message::Notification(one) if one.method == "exit");
        let is_last = matches!(&read, Incoming::Message(message) if is_exit(message));
        let is_passed_on = match read {
            Incoming::Message(message) => incoming.send(message).is_ok(),
            Incoming::Misnumbered(id) => refusals.send(refusal(id)).is_ok(),
            Incoming::Unreadable => answers.send(not_read()).is_ok(),
        };
        // Whoever wants the server to exit need not close the stream.
        if is_last || !is_passed_on {
            return;
        }
    }
}

/// The next message; `None` at the end of the input.
fn read_one(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length = None;
    let mut is_header = true;
    while is_header {
        let mut line = Vec::new();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        // What is left of a message that was said to be shorter than it is stands before it.
        match line.to_ascii_lowercase().rsplit_once("content-length:") {
            Some((_, said)) => length = said.trim().parse::<u64>().ok(),
            // An empty line ends the header, if there was one.
            None => is_header = !line.is_empty() || length.is_none(),
        }
    }
    let length = length.unwrap_or_default();
    let mut body = input.by_ref().take(length);
    if length > LONGEST {
        io::copy(&mut body, &mut io::sink())?;
        return Ok(Some(Incoming::Unreadable));
    }
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Ok(None);
    }
    Ok(Some(Incoming::of(&bytes)))
}

impl Incoming {
    fn of(bytes: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Numbered {
            id: Value,
        }

        match serde_json::from_slice(bytes) {
            // With an id that is none, a request reads like a notification.
            Ok(Message::Notification(one)) => match serde_json::from_slice(bytes) {
                Ok(Numbered { id }) => Self::Misnumbered(id),
                Err(_) => Self::Message(one.into()),
            },
            Ok(message) => Self::Message(message),
            Err(_) => Self::Unreadable,
        }
    }
}

/// The answer to a request whose id is none: with that id, where JSON-RPC has such (JSON-RPC 2.0,
/// "Response object"), or else with none.
fn refusal(id: Value) -> Value {
    let message = "the id of a request is a whole number of 32 bits or a text";
    json!({
        "jsonrpc": "2.0",
        "id": if id.is_number() { id } else { Value::Null },
        "error": {"code": ErrorCode::InvalidRequest as i32, "message": message},
    })
}

/// What the client is told of a message that cannot be read: without its id there is no answer.
fn not_read() -> Message {
    const ERROR: u8 = 1;
    let message = "catchall got a message that is no JSON-RPC message, and passed over it";
    let params = json!({"type": ERROR, "message": message});
    Message::Notification(Notification { method: "window/logMessage".to_owned(), params })
}

/// Writes until nobody says anything any more.
fn write_all(
    mut output: impl Write,
    outgoing: &Receiver<Message>,
    refused: &Receiver<Value>,
) -> io::Result<()> {
    loop {
        select! {
            recv(outgoing) -> message => match message {
                Ok(message) => message.write(&mut output)?,
                Err(_) => break,
            },
            recv(refused) -> refusal => match refusal {
                Ok(refusal) => write_refusal(&mut output, &refusal)?,
                // The input has ended; what else there is to say is among the messages.
                Err(_) => break,
            },
        }
    }
    refused.try_iter().try_for_each(|refusal| write_refusal(&mut output, &refusal))?;
    outgoing.iter().try_for_each(|message| message.write(&mut output))
}

fn write_refusal(output: &mut impl Write, refusal: &Value) -> io::Result<()> {
    let refusal = refusal.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{refusal}", refusal.len())?;
    output.flush()
}
