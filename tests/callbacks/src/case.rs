//! One input of the list: what is sent, and what must become of it.

use std::fmt;
use std::net::SocketAddr;

/// What becomes of an input.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Class {
    /// It is answered, or not, and the wait goes on.
    Ignored,
    /// It is an answer.
    Ends,
    /// It comes when there is an answer already, and changes nothing.
    AfterTheEnd,
    /// Nobody is there to hear it.
    CannotConnect,
}

impl Class {
    pub(crate) const ALL: [Self; 4] = [Self::Ignored, Self::Ends, Self::AfterTheEnd, Self::CannotConnect];
}

impl fmt::Display for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Ignored => "ignored",
            Self::Ends => "ends this attempt",
            Self::AfterTheEnd => "after the end",
            Self::CannotConnect => "cannot connect",
        })
    }
}

/// How far the attempt is when the input comes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum When {
    Waiting,
    Answered,
    Cancelled,
    TimedOut,
}

/// What is done to the listener.
#[derive(Debug)]
pub(crate) enum Input {
    /// These bytes, and what comes back is read to its end.
    Send(Vec<u8>),
    /// These bytes, each in a packet of its own.
    Crumbs(Vec<u8>),
    /// These bytes to another address.
    To(SocketAddr, Vec<u8>),
    /// A connection that is closed at once.
    Touch,
    /// So many connections that say nothing, held open.
    Idle(usize),
    /// One byte each second, held open.
    Drip(Vec<u8>),
    /// A beginning, then a part again and again until there are so many bytes, then an end.
    Flood { begin: Vec<u8>, part: &'static [u8], bytes: usize, end: &'static [u8] },
    /// These bytes, and a reset while the reply is on its way.
    Reset(Vec<u8>),
    /// These bytes; after the reply, on the same connection, those.
    Twice(Vec<u8>, Vec<u8>),
}

/// What an input is made for: one attempt.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) port: u16,
    /// The right state.
    pub(crate) state: String,
    /// That of the attempt before.
    pub(crate) previous: String,
    /// That of another sign-in, which waits at this port.
    pub(crate) other: (u16, String),
}

/// One row of the list.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) number: u8,
    pub(crate) what: &'static str,
    pub(crate) expected: Class,
    pub(crate) when: When,
    /// The name in the callback URL.
    pub(crate) host: &'static str,
    /// Each way to do it, tried at an attempt of its own.
    pub(crate) inputs: fn(&Scene) -> Vec<Input>,
}

impl Case {
    fn new(number: u8, what: &'static str, expected: Class, inputs: fn(&Scene) -> Vec<Input>) -> Self {
        Self { number, what, expected, when: When::Waiting, host: "localhost", inputs }
    }

    /// Most of them.
    pub(crate) fn ignored(number: u8, what: &'static str, inputs: fn(&Scene) -> Vec<Input>) -> Self {
        Self::new(number, what, Class::Ignored, inputs)
    }

    pub(crate) fn ends(number: u8, what: &'static str, inputs: fn(&Scene) -> Vec<Input>) -> Self {
        Self::new(number, what, Class::Ends, inputs)
    }

    pub(crate) fn nobody_there(number: u8, what: &'static str, inputs: fn(&Scene) -> Vec<Input>) -> Self {
        Self::new(number, what, Class::CannotConnect, inputs)
    }

    /// A good callback that comes too late.
    pub(crate) fn late(number: u8, what: &'static str, when: When, expected: Class) -> Self {
        Self { when, ..Self::new(number, what, expected, |scene| vec![Input::Send(scene.good())]) }
    }

    pub(crate) fn at(self, host: &'static str) -> Self {
        Self { host, ..self }
    }

    /// With an expectation that is wrong: a run with it must fail.
    pub(crate) fn misjudged(self) -> Self {
        let wrong = if self.expected == Class::Ignored { Class::Ends } else { Class::Ignored };
        Self { expected: wrong, ..self }
    }

    /// Those whose sockets and memory are watched.
    pub(crate) fn is_slow_or_huge(&self) -> bool {
        matches!(self.number, 61..=66 | 70)
    }
}
