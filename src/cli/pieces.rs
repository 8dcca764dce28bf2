//! More programs like this one for a long conversion: OpenCC converts one text at a time in a process, so the other
//! processors are of use to other processes only. One hands over pieces, the other (`kanbao pieces`, not for people)
//! sends them back converted, each behind its length. Whatever goes wrong, the first converts the piece itself.

use std::{
    io::{self, BufReader, BufWriter, Read, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
};

use crate::script::stream::{Helper, Piecework};

use super::{CliError, Context, Ending, output::Output};
use crate::cli::args::Pieces;

/// More processes are not worth their memory: the first reads and writes for all.
const MOST: usize = 3;

/// Bytes of the longest piece or conversion that is believed.
const LONGEST: usize = 64 << 20;

/// A process that converts pieces. It ends when its input does.
struct Process {
    child: Child,
    /// `None` when it has been told to end.
    to: Option<BufWriter<ChildStdin>>,
    from: BufReader<ChildStdout>,
}

/// Starts as many helpers as there are other processors, as far as they can be started.
pub fn helpers(program: &Path, work: &Piecework) -> Vec<Helper> {
    let others = thread::available_parallelism().map_or(0, |all| all.get() - 1);
    let started = (0..others.min(MOST)).map_while(|_| Process::start(program, work));
    started.map(|mut process| Box::new(move |piece: &str| process.convert(piece).ok()) as Helper).collect()
}

impl Process {
    fn start(program: &Path, work: &Piecework) -> Option<Process> {
        let mut command = Command::new(program);
        command.arg("pieces").args(work.steps.iter().map(|config| config.name()));
        if work.addresses {
            command.arg("--addresses");
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
        let (to, from) = (child.stdin.take()?, child.stdout.take()?);
        Some(Process { child, to: Some(BufWriter::new(to)), from: BufReader::new(from) })
    }

    fn convert(&mut self, piece: &str) -> io::Result<Vec<u8>> {
        let to = self.to.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        send(to, piece.as_bytes())?;
        receive(&mut self.from)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.to = None;
        // It has nothing more to do; one that does not see that is ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Writes a length and so many bytes.
fn send(to: &mut (impl Write + ?Sized), bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

/// Reads what [`send`] wrote; `None` at the end.
fn receive(from: &mut (impl Read + ?Sized)) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        result => result?,
    }
    let length = u32::from_le_bytes(length) as usize;
    if length > LONGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

/// Converts pieces until there are no more.
pub fn run(arguments: &Pieces, context: &mut Context<'_>, output: &mut Output<'_>) -> Result<Ending, CliError> {
    let work = Piecework { steps: arguments.steps.clone(), addresses: arguments.addresses };
    let plan = work.load(&context.converters)?;
    while let Some(piece) = receive(&mut *context.input)? {
        let piece = String::from_utf8(piece).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        send(&mut *output.raw(), plan.convert(&piece)?.as_bytes())?;
    }
    Ok(Ending::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_received() {
        let mut line = Vec::new();
        for piece in ["", "頭髮", "a\0b\n"] {
            send(&mut line, piece.as_bytes()).expect("memory");
        }
        let mut from = &line[..];
        let mut next =
            || receive(&mut from).expect("whole pieces").map(|bytes| String::from_utf8(bytes).expect("text"));
        assert_eq!(
            [next(), next(), next(), next()],
            [Some(""), Some("頭髮"), Some("a\0b\n"), None].map(|piece| piece.map(str::to_owned))
        );
    }

    #[test]
    fn what_nobody_sent_is_an_error_and_not_a_piece() {
        for bytes in [&[255, 255, 255, 255, 0][..], &[3, 0, 0, 0, 1]] {
            assert!(receive(&mut &*bytes).is_err(), "{bytes:?}");
        }
    }
}
