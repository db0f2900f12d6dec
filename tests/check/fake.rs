//! Fake hosts on this computer: each does to every connection what it was told to do.

use rdpfix::witness::check::Target;
use rustls::crypto::ring::{default_provider, sign::any_ecdsa_type};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, ServerConnection, SupportedProtocolVersion};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, LazyLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::check::bytes::{failure, selected};

/// Longer than any look of these tests: a fake that waits for a visitor's end never waits for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// One connection to a fake, and how many came before it.
pub(crate) struct Visit {
    pub(crate) stream: TcpStream,
    pub(crate) earlier: usize,
}

/// A host that listens until it is asked how many connections it saw.
pub(crate) struct Fake {
    address: SocketAddr,
    stops: Arc<AtomicBool>,
    /// The address from which the last connection comes, which is the fake's own.
    stop: Sender<SocketAddr>,
    accepting: JoinHandle<usize>,
}

impl Fake {
    /// Listens on the loopback address of IPv4 and behaves in this way, each connection in a thread of its own.
    pub(crate) fn new(behave: impl Fn(&mut Visit) + Send + Sync + 'static) -> Self {
        Self::on("127.0.0.1:0", behave).expect("loopback is there")
    }

    /// The same on another address.
    pub(crate) fn on(address: &str, behave: impl Fn(&mut Visit) + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let behave = Arc::new(behave);
        let (stop, stopped) = channel();
        let stops = Arc::new(AtomicBool::new(false));
        let stopping = Arc::clone(&stops);
        let accepting = thread::spawn(move || {
            let mut earlier = 0;
            let mut last = None;
            while let Ok((stream, from)) = listener.accept() {
                if stopping.load(Ordering::SeqCst) {
                    last = last.or_else(|| stopped.recv().ok());
                }
                // Connections are taken in their order, so all that came before the last one are counted by now.
                if last == Some(from) {
                    break;
                }
                let behave = Arc::clone(&behave);
                let mut visit = Visit { stream, earlier };
                visit.stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
                visit.stream.set_write_timeout(Some(PATIENCE)).expect("a time limit");
                thread::spawn(move || behave(&mut visit));
                earlier += 1;
            }
            earlier
        });
        Ok(Self { address, stops, stop, accepting })
    }

    /// Where it listens.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as it would be typed.
    pub(crate) fn target(&self) -> Target {
        Target::parse(&self.address.to_string()).expect("an address")
    }

    /// Ends it: how many connections it saw.
    pub(crate) fn connections(self) -> usize {
        self.stops.store(true, Ordering::SeqCst);
        let knock = TcpStream::connect(self.address).expect("it listens still");
        self.stop.send(knock.local_addr().expect("it is bound")).expect("it listens still");
        self.accepting.join().expect("it accepts until it is told to stop")
    }
}

/// Reads the connection request, and says which protocols it asks for. `None` where the visitor left.
pub(crate) fn request(stream: &mut TcpStream) -> Option<u32> {
    let mut request = [0; 19];
    stream.read_exact(&mut request).ok()?;
    assert_eq!(request[..11], [3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0], "a request without a cookie");
    Some(u32::from_le_bytes([request[15], request[16], request[17], request[18]]))
}

/// Says nothing more until the visitor leaves.
pub(crate) fn hold(stream: &mut impl Read) {
    let mut passed_over = [0; 1024];
    while stream.read(&mut passed_over).is_ok_and(|read| read > 0) {}
}

/// Waits until something has come that is not read: closing then makes every system send a reset.
pub(crate) fn leave_unread(stream: &TcpStream) {
    let _ = stream.peek(&mut [0; 1]);
}

/// Sends the same again and again, as long as anybody takes it.
pub(crate) fn flood(stream: &mut TcpStream, piece: &[u8]) {
    let pieces = piece.repeat(4096 / piece.len() + 1);
    while stream.write_all(&pieces).is_ok() {}
}

/// Sends one byte and waits, again and again.
pub(crate) fn drip(stream: &mut TcpStream, bytes: &[u8], every: Duration) {
    for byte in bytes {
        if stream.write_all(&[*byte]).is_err() {
            return;
        }
        thread::sleep(every);
    }
}

/// What a fake host answers to an ask for protocols.
pub(crate) type Takes = fn(u32) -> Vec<u8>;

/// Insists on `CredSSP`, as Windows does.
pub(crate) fn nla_only(asked: u32) -> Vec<u8> {
    if asked & 2 == 0 { failure(5) } else { selected(0x1f, if asked & 8 == 0 { 2 } else { 8 }) }
}

/// What comes back to the first message of `CredSSP`.
#[derive(Clone)]
pub(crate) enum Reply {
    /// These bytes; after them the connection stays open.
    Bytes(Vec<u8>),
    /// Nothing, and the connection stays open.
    Nothing,
    /// The end of the connection.
    Close,
}

/// A host that speaks Remote Desktop as far as a look goes.
#[derive(Clone)]
pub(crate) struct Host {
    /// The answer to the request.
    pub(crate) takes: Takes,
    /// The certificates that it shows, its own first. The key behind them is another one: a look does not mind.
    pub(crate) chain: Vec<Vec<u8>>,
    /// The versions of TLS that it speaks.
    pub(crate) versions: &'static [&'static SupportedProtocolVersion],
    /// The answer to `CredSSP`.
    pub(crate) reply: Reply,
}

impl Host {
    /// A host that insists on `CredSSP` and answers it in this way.
    pub(crate) fn new(chain: Vec<Vec<u8>>, reply: Reply) -> Self {
        Self { takes: nla_only, chain, versions: rustls::ALL_VERSIONS, reply }
    }

    /// The fake that behaves like it.
    pub(crate) fn listen(self) -> Fake {
        let config = self.config();
        Fake::new(move |visit| drop(self.serve(&config, &mut visit.stream)))
    }

    fn config(&self) -> Arc<ServerConfig> {
        let chain = self.chain.iter().map(|der| CertificateDer::from(der.clone())).collect();
        let key = any_ecdsa_type(&KEY).expect("a key of its own making");
        let own = SingleCertAndKey::from(CertifiedKey::new(chain, key));
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(self.versions)
            .expect("the provider has suites for them");
        Arc::new(builder.with_no_client_auth().with_cert_resolver(Arc::new(own)))
    }

    fn serve(&self, config: &Arc<ServerConfig>, stream: &mut TcpStream) -> io::Result<()> {
        let Some(asked) = request(stream) else { return Ok(()) };
        let answer = (self.takes)(asked);
        stream.write_all(&answer)?;
        if answer.get(11) != Some(&2) || answer[15] == 0 {
            hold(stream);
            return Ok(());
        }
        let mut tls = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
        let mut tls = rustls::Stream::new(&mut tls, stream);
        if tls.read(&mut [0; 1024])? == 0 {
            return Ok(());
        }
        match &self.reply {
            Reply::Bytes(bytes) => tls.write_all(bytes)?,
            Reply::Nothing => {}
            Reply::Close => return Ok(()),
        }
        hold(&mut tls);
        Ok(())
    }
}

/// A key for all of them, made once.
static KEY: LazyLock<PrivateKeyDer<'static>> = LazyLock::new(|| {
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
    let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new());
    PrivatePkcs8KeyDer::from(pair.expect("the system has random numbers").as_ref().to_vec()).into()
});
