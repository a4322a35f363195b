//! From a thread that writes to a response that is sent: in pieces, and no faster than they are taken.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::{Body, Bytes};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use super::problem::Problem;

/// Size of a piece, in bytes.
const PIECE: usize = 64 << 10;
type Sent = Result<Bytes, Problem>;

/// The end that is written to.
pub struct PipeWriter {
    piece: Vec<u8>,
    sender: mpsc::Sender<Sent>,
    /// How long a reader may take for one piece.
    patience: Duration,
}

/// Both ends of a pipe in which `ahead` pieces may wait to be sent.
pub fn pipe(ahead: usize, patience: Duration) -> (PipeWriter, mpsc::Receiver<Sent>) {
    let (sender, receiver) = mpsc::channel(ahead);
    let writer = PipeWriter {
        piece: Vec::new(),
        sender,
        patience,
    };
    (writer, receiver)
}

impl PipeWriter {
    fn send(&self, sent: Sent) -> io::Result<()> {
        let sending = tokio::time::timeout(self.patience, self.sender.send(sent));
        let sent = Handle::current().block_on(sending);
        match sent {
            Ok(Ok(())) => Ok(()),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Sends what is left, or says what went wrong; who has left is not told.
    pub fn end(mut self, ended: Result<(), Problem>) {
        let last = match ended {
            Ok(()) if self.piece.is_empty() => return,
            Ok(()) => Ok(std::mem::take(&mut self.piece).into()),
            Err(problem) => Err(problem),
        };
        let _ = self.send(last);
    }
}

impl Write for PipeWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
            self.send(Ok(piece.into()))?;
        }
        Ok(bytes.len())
    }

    /// Pieces are sent when they are full: what went wrong before the first is told as such.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What was written, as a body; what went wrong before the first piece was sent, as a problem. Later the
/// connection is cut, so that nobody takes a part for the whole.
///
/// `asker` is kept until all is sent.
pub async fn body<A: Send + Sync + 'static>(
    mut receiver: mpsc::Receiver<Sent>,
    asker: A,
) -> Result<Body, Problem> {
    let first = match receiver.recv().await {
        None => return Ok(Body::empty()),
        Some(first) => first?,
    };
    if first.len() < PIECE {
        return Ok(Body::from(first));
    }
    let rest = ReceiverStream::new(receiver).map(move |piece| {
        let _waits = &asker;
        piece
    });
    let all = tokio_stream::once(Ok(first)).chain(rest);
    Ok(Body::from_stream(all))
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;
    use crate::serve::problem::Code;

    const PATIENCE: Duration = Duration::from_millis(100);

    /// What a body gives that is written by `write`: its bytes, or that it broke off.
    async fn written(
        write: impl FnOnce(PipeWriter) + Send + 'static,
    ) -> Result<Result<Vec<u8>, ()>, Problem> {
        let (writer, receiver) = pipe(2, PATIENCE);
        tokio::task::spawn_blocking(move || write(writer));
        let whole = body(receiver, ()).await?.collect().await;
        Ok(whole.map(|whole| whole.to_bytes().to_vec()).map_err(drop))
    }

    #[tokio::test]
    async fn what_is_written_arrives_whatever_its_length() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE] {
            let bytes: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let sent = bytes.clone();
            let arrived = written(move |mut writer| {
                for part in sent.chunks(1000) {
                    writer.write_all(part).unwrap();
                }
                writer.end(Ok(()));
            });
            assert_eq!(arrived.await, Ok(Ok(bytes)), "{length}");
        }
    }

    #[tokio::test]
    async fn what_goes_wrong_first_is_told_and_later_cuts_the_answer() {
        for (length, told) in [(100, true), (3 * PIECE, false)] {
            let arrived = written(move |mut writer| {
                writer.write_all(&vec![b'a'; length]).unwrap();
                writer.end(Err(Problem::out_of_time()));
            });
            match arrived.await {
                Err(problem) => assert!(told && problem.code == Code::OutOfTime, "{length}"),
                Ok(body) => assert!(
                    !told && body.is_err(),
                    "{length}: a part is taken for the whole"
                ),
            }
        }
    }

    #[tokio::test]
    async fn who_does_not_read_is_not_written_for() {
        let (mut writer, receiver) = pipe(2, PATIENCE);
        let writing = tokio::task::spawn_blocking(move || {
            writer
                .write_all(&vec![0; 100 * PIECE])
                .and_then(|()| (0..100).try_for_each(|_| writer.write_all(&vec![0; PIECE])))
        });
        let error = writing.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        drop(receiver);
    }
}
