//! Messages over streams: a header with a length, then JSON (LSP 3.17, "Base Protocol").
//!
//! What cannot be read is told to the client and passed over, since the next message may be whole again.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use lsp_server::{Connection, Message, Notification};
use serde_json::json;

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
    let answers = sender.clone();
    thread::spawn(move || read_all(BufReader::new(input), &incoming, &answers));
    let writer = thread::spawn(move || write_all(output, &outgoing));
    (Connection { sender, receiver }, writer)
}

fn read_all(mut input: impl BufRead, incoming: &Sender<Message>, answers: &Sender<Message>) {
    while let Ok(Some(read)) = read_one(&mut input) {
        let is_last = matches!(&read, Some(Message::Notification(one)) if one.method == "exit");
        let is_passed_on = match read {
            Some(message) => incoming.send(message).is_ok(),
            None => answers.send(not_read()).is_ok(),
        };
        // Whoever wants the server to exit need not close the stream.
        if is_last || !is_passed_on {
            return;
        }
    }
}

/// The next message; `Some(None)` for one that cannot be read, `None` at the end of the input.
fn read_one(input: &mut impl BufRead) -> io::Result<Option<Option<Message>>> {
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
        return Ok(Some(None));
    }
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&bytes).ok()))
}

/// What the client is told of a message that cannot be read: without its id there is no answer.
fn not_read() -> Message {
    const ERROR: u8 = 1;
    let message = "catchall got a message that is no JSON-RPC message, and passed over it";
    let params = json!({"type": ERROR, "message": message});
    Message::Notification(Notification { method: "window/logMessage".to_owned(), params })
}

fn write_all(mut output: impl Write, outgoing: &Receiver<Message>) -> io::Result<()> {
    for message in outgoing {
        message.write(&mut output)?;
    }
    Ok(())
}
