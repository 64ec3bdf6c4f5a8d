//! The language server: what `catchall check` finds, while somebody types (Language Server Protocol
//! 3.17).
//!
//! One thread handles messages in their order; another one reads them, so that a request that is
//! cancelled, or a text that is changed again, before its turn has come costs nothing. Nothing is
//! checked while messages wait, and not before somebody stops typing.

mod actions;
mod capabilities;
mod client;
mod completion;
mod cursor;
mod diagnostics;
mod folder;
mod hover;
mod names;
mod navigation;
mod objects;
mod outline;
mod positions;
mod session;
mod transport;

use std::collections::{HashSet, VecDeque};
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crossbeam_channel::RecvTimeoutError;
use lsp_server::{
    Connection, ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError,
};
use lsp_types::InitializeParams;
use serde_json::{Value, json};

use session::Session;

/// How long nobody has to type before it is checked what has changed.
const PAUSE: Duration = Duration::from_millis(50);
/// And how long after that, before all is checked that takes long.
const REST: Duration = Duration::from_secs(1);

/// How a server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The client asked it to shut down, and then to exit.
    Asked,
    /// The client is gone, or asked it to exit without more ado.
    Abrupt,
}

/// Serves a client over streams, such as standard input and output.
///
/// # Errors
/// What the output answers.
pub fn serve_over(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> io::Result<Ending> {
    let (connection, writer) = transport::over(input, output);
    let ending = serve(&connection);
    drop(connection);
    match writer.join() {
        Ok(Err(error)) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(ending),
    }
}

/// Serves a client until it wants no more.
pub fn serve(connection: &Connection) -> Ending {
    let mut server = Server {
        connection,
        waiting: VecDeque::new(),
        cancelled: HashSet::new(),
        state: State::New,
        due: None,
    };
    loop {
        if let Some(ending) = server.step() {
            return ending;
        }
    }
}

struct Server<'c> {
    connection: &'c Connection,
    /// What has come in and is not handled yet.
    waiting: VecDeque<Message>,
    /// Requests that the client does not want to be answered any more.
    cancelled: HashSet<RequestId>,
    state: State,
    /// What is to be checked, and when.
    due: Option<(Instant, Due)>,
}

/// What is to be checked.
#[derive(Clone, Copy)]
enum Due {
    /// What has changed.
    Changes,
    All,
}

enum State {
    New,
    Running(Box<Session>),
    /// The client has asked to shut down.
    Done,
}

impl Server<'_> {
    /// Handles the next message, or what is due.
    fn step(&mut self) -> Option<Ending> {
        self.take_in();
        let Some(message) = self.waiting.pop_front() else {
            return self.wait();
        };
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(one) if one.method == "exit" => {
                return Some(match self.state {
                    State::Done => Ending::Asked,
                    State::New | State::Running(_) => Ending::Abrupt,
                });
            }
            Message::Notification(notification) => self.notification(notification),
            // Of what it is asked, the client's answers change nothing.
            Message::Response(_) => {}
        }
        None
    }

    /// Takes in all that has come, to know what is cancelled.
    fn take_in(&mut self) {
        while let Ok(message) = self.connection.receiver.try_recv() {
            self.put(message);
        }
    }

    fn put(&mut self, message: Message) {
        match message {
            Message::Notification(one) if one.method == "$/cancelRequest" => {
                let id = one.params.get("id").cloned().unwrap_or_default();
                let Ok(id) = serde_json::from_value::<RequestId>(id) else { return };
                // A session begins and ends whatever a client thinks better of.
                let can_be = |one: &Request| !["initialize", "shutdown"].contains(&&*one.method);
                let is_it = |one: &Message| matches!(one, Message::Request(one) if one.id == id && can_be(one));
                // What is answered already cannot be cancelled.
                if self.waiting.iter().any(is_it) {
                    self.cancelled.insert(id);
                }
            }
            message => self.waiting.push_back(message),
        }
    }

    /// Waits for a message, or for the time to check.
    fn wait(&mut self) -> Option<Ending> {
        let received = match self.due {
            Some((when, _)) => self.connection.receiver.recv_deadline(when),
            None => self.connection.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match received {
            Ok(message) => self.put(message),
            Err(RecvTimeoutError::Disconnected) => return Some(Ending::Abrupt),
            Err(RecvTimeoutError::Timeout) => self.check(),
        }
        None
    }

    fn check(&mut self) {
        let due = self.due.take().map(|(_, due)| due);
        let _ = self.guarded(|session| {
            match due {
                Some(Due::All) => session.publish(),
                _ => session.publish_soon(),
            }
            Ok(Value::Null)
        });
        // What is not checked yet is, once nobody types any more.
        self.due = self.due.map(|_| (Instant::now() + REST, Due::All));
    }

    fn request(&mut self, Request { id, method, params }: Request) {
        let result = match &mut self.state {
            _ if self.cancelled.remove(&id) => {
                Err(error(ErrorCode::RequestCanceled, "the client has cancelled the request"))
            }
            State::New if method == "initialize" => self.initialize(params),
            State::New => {
                Err(error(ErrorCode::ServerNotInitialized, "the first request is `initialize`"))
            }
            State::Running(_) if method == "initialize" => {
                Err(error(ErrorCode::InvalidRequest, "the server is initialized already"))
            }
            State::Running(_) if method == "shutdown" => {
                self.state = State::Done;
                self.due = None;
                Ok(Value::Null)
            }
            State::Running(_) => self.guarded(|session| session.request(&method, params)),
            State::Done => Err(error(ErrorCode::InvalidRequest, "the server is shut down")),
        };
        self.send(Message::Response(Response { id, response_result: result }));
        self.send_what_is_to_say();
    }

    fn initialize(&mut self, params: Value) -> Answer {
        let params: InitializeParams = parameters(params)?;
        let session = Session::new(&params, self.connection.receiver.clone());
        let answer = json!({
            "capabilities": session.capabilities(),
            "serverInfo": {"name": "catchall", "version": env!("CARGO_PKG_VERSION")},
        });
        self.state = State::Running(Box::new(session));
        Ok(answer)
    }

    fn notification(&mut self, Notification { method, params }: Notification) {
        // What is not understood is ignored: notifications have no answer.
        let _ = self.guarded(|session| session.notification(&method, params));
        self.send_what_is_to_say();
    }

    /// Asks the session, which a mistake in catchall does not end.
    fn guarded(&mut self, ask: impl FnOnce(&mut Session) -> Answer) -> Answer {
        let State::Running(session) = &mut self.state else {
            return Ok(Value::Null);
        };
        let answer = catch_unwind(AssertUnwindSafe(|| ask(session)));
        let answer = answer.unwrap_or_else(|_| {
            Err(error(ErrorCode::InternalError, "catchall made a mistake; please report it"))
        });
        if session.needs_check() {
            self.due = Some((Instant::now() + PAUSE, Due::Changes));
        }
        self.send_what_is_to_say();
        answer
    }

    fn send_what_is_to_say(&mut self) {
        if let State::Running(session) = &mut self.state {
            let messages = session.take_messages();
            messages.into_iter().for_each(|message| self.send(message));
        }
    }

    /// Whoever does not listen any more is gone soon.
    fn send(&self, message: Message) {
        let _ = self.connection.sender.send(message);
    }
}

/// What a request is answered.
type Answer = Result<Value, ResponseError>;

fn error(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError { code: code as i32, message: message.to_owned(), data: None }
}

/// What the client says.
fn parameters<T: serde::de::DeserializeOwned>(params: Value) -> Result<T, ResponseError> {
    serde_json::from_value(params)
        .map_err(|said| error(ErrorCode::InvalidParams, &format!("the parameters: {said}")))
}

/// What the server says.
fn answer(said: impl serde::Serialize) -> Answer {
    serde_json::to_value(said)
        .map_err(|said| error(ErrorCode::InternalError, &format!("the answer: {said}")))
}
