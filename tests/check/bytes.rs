//! The bytes that fake hosts send, made by hand so that every field can be wrong.

/// A `TSRequest` of Windows Server 2012 R2 with the updates of 2018: version 6.
pub(crate) const W2012R2_V6: &str = "30820102a003020106a181fa3081f73081f4a081f10481ee4e544c4d53535000020000001e001e003800000035828a623c69b461abc3866d00000000000000009800980056000000060380250000000f69005a003000330064006f00720066006f006d0079003700340072005a0002001e0069005a003000330064006f00720066006f006d0079003700340072005a0001001e0069005a003000330064006f00720066006f006d0079003700340072005a0004001e0069005a003000330064006f00720066006f006d0079003700340072005a0003001e0069005a003000330064006f00720066006f006d0079003700340072005a0007000800d71b5d074800d60100000000";

/// Windows 10 1809: version 6.
pub(crate) const W10_1809: &str = "30820102a003020106a181fa3081f73081f4a081f10481ee4e544c4d53535000020000001e001e003800000035828ae2a326c589b91aacc7000000000000000098009800560000000a0063450000000f4400450053004b0054004f0050002d00550041004700430056004b00430002001e004400450053004b0054004f0050002d00550041004700430056004b00430001001e004400450053004b0054004f0050002d00550041004700430056004b00430004001e004400450053004b0054004f0050002d00550041004700430056004b00430003001e004400450053004b0054004f0050002d00550041004700430056004b00430007000800908e3d4fb753d50100000000";

/// Windows Server 2012 R2 without the updates of 2018, in a domain: version 3, and a target name that is not UTF-16.
pub(crate) const W2012R2_V3: &str = "30820106a003020103a181fe3081fb3081f8a081f50481f24e544c4d53535000020000000800080038000000368289e267981820d89df3780000000000000000b200b20040000000060380250000000f504f443531564d4d0200100070006f0064003500310076006d006d0001000e005300430056004d004d00300031000400200070006f0064003500310076006d006d002e006100630069002e006c0061006200030030007300630076006d006d00300031002e0070006f0064003500310076006d006d002e006100630069002e006c00610062000500200070006f0064003500310076006d006d002e006100630069002e006c0061006200070008007c04ef28c16cd40100000000";

/// A host whose lengths take more bytes than they need.
pub(crate) const LONG_LENGTHS: &str = "308200f3a003020106a18200ea308200e6308200e2a08200de048200da4e544c4d53535000020000001a001a003800000035828ae275b01fa7791e3ca3000000000000000088008800520000000a0063450000000f4400450053004b0054004f0050002d0046004100500052004f0001001a004400450053004b0054004f0050002d0046004100500052004f0002001a004400450053004b0054004f0050002d0046004100500052004f0003001a004400450053004b0054004f0050002d0046004100500052004f0004001a004400450053004b0054004f0050002d0046004100500052004f0007000800b0a8bc8b803bdd0100000000";

/// The bytes of a hex string.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).expect("two digits");
    (0..text.len()).step_by(2).map(byte).collect()
}

/// A Connection Confirm that chooses a protocol.
pub(crate) fn selected(flags: u8, protocol: u32) -> Vec<u8> {
    [hex("030000130ed00000123400"), vec![2, flags, 8, 0], protocol.to_le_bytes().to_vec()].concat()
}

/// A Connection Confirm that refuses.
pub(crate) fn failure(code: u32) -> Vec<u8> {
    [hex("030000130ed00000123400"), vec![3, 0, 8, 0], code.to_le_bytes().to_vec()].concat()
}

/// An element of BER with the shortest length that fits.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("small").to_be_bytes();
    let digits = &length[length.iter().take_while(|byte| **byte == 0).count()..];
    let head = match content.len() {
        short @ ..0x80 => vec![tag, u8::try_from(short).expect("below 128")],
        _ => [&[tag, 0x80 | u8::try_from(digits.len()).expect("at most four")], digits].concat(),
    };
    [head, content.to_vec()].concat()
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

/// A `TSRequest` of this version, with a token or an error code or both.
pub(crate) fn tsrequest(version: u8, token: Option<&[u8]>, error: Option<u32>) -> Vec<u8> {
    let tokens =
        token.map(|token| element(0xa1, &sequence(&[sequence(&[element(0xa0, &element(4, token))])])));
    let error = error.map(|code| element(0xa4, &element(2, &[&[0], &code.to_be_bytes()[..]].concat())));
    let version = element(0xa0, &element(2, &[version]));
    sequence(&[version, tokens.unwrap_or_default(), error.unwrap_or_default()])
}

/// Ids of the pairs of a challenge.
pub(crate) mod pair {
    pub(crate) const NB_COMPUTER: u16 = 1;
    pub(crate) const NB_DOMAIN: u16 = 2;
    pub(crate) const DNS_COMPUTER: u16 = 3;
    pub(crate) const DNS_DOMAIN: u16 = 4;
    pub(crate) const TIMESTAMP: u16 = 7;
}

/// A pair whose value is a text in UTF-16.
pub(crate) fn text(id: u16, text: &str) -> (u16, Vec<u8>) {
    (id, text.encode_utf16().flat_map(u16::to_le_bytes).collect())
}

/// A pair with a clock: seconds of Unix time.
pub(crate) fn clock(unix: u64) -> (u16, Vec<u8>) {
    (pair::TIMESTAMP, ((unix + 11_644_473_600) * 10_000_000).to_le_bytes().to_vec())
}

/// An NTLM challenge of Windows 10.0.17763 with these pairs, each with the length that it has.
pub(crate) fn challenge(pairs: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let one = |(id, value): &(u16, Vec<u8>)| {
        let length = u16::try_from(value.len()).expect("below 64 KiB");
        [&id.to_le_bytes(), &length.to_le_bytes(), &value[..]].concat()
    };
    let pairs = [pairs.iter().flat_map(one).collect::<Vec<u8>>(), vec![0; 4]].concat();
    let length = u16::try_from(pairs.len()).expect("below 64 KiB").to_le_bytes();
    let mut message = hex("4e544c4d5353500002000000000000003800000035828ae2");
    message.extend([7; 8]);
    message.extend([0; 8]);
    message.extend([length[0], length[1], length[0], length[1], 56, 0, 0, 0]);
    message.extend(hex("0a0063450000000f"));
    message.extend(pairs);
    message
}

/// What stands in a certificate that is made by hand. The signature is none, and nobody who only describes it looks.
pub(crate) struct Made<'a> {
    pub(crate) subject: &'a str,
    pub(crate) issuer: &'a str,
    pub(crate) names: Vec<&'a [u8]>,
}

impl Made<'_> {
    /// The certificate in DER: an elliptic key, valid from 2020 to 2120.
    pub(crate) fn der(&self) -> Vec<u8> {
        let oid = |bytes: &str| element(6, &hex(bytes));
        let name = |text: &str| {
            let common = sequence(&[oid("550403"), element(0x0c, text.as_bytes())]);
            sequence(&[element(0x31, &common)])
        };
        let algorithm = sequence(&[oid("2a8648ce3d040302")]);
        let validity = sequence(&[element(0x17, b"200101000000Z"), element(0x18, b"21200101000000Z")]);
        let point = [&[0, 4], &[9; 64][..]].concat();
        let curve = sequence(&[oid("2a8648ce3d0201"), oid("2a8648ce3d030107")]);
        let key = sequence(&[curve, element(3, &point)]);
        let names: Vec<u8> = self.names.iter().flat_map(|name| element(0x82, name)).collect();
        let alternative = sequence(&[oid("551d11"), element(4, &element(0x30, &names))]);
        let extensions = element(0xa3, &sequence(&[alternative]));
        let mut body = vec![
            element(0xa0, &element(2, &[2])),
            element(2, &[7]),
            algorithm.clone(),
            name(self.issuer),
            validity,
            name(self.subject),
            key,
        ];
        if !self.names.is_empty() {
            body.push(extensions);
        }
        let signature = element(3, &[0, 0x30, 6, 2, 1, 1, 2, 1, 1]);
        sequence(&[sequence(&body), algorithm, signature])
    }
}

/// A TLS record.
pub(crate) fn record(kind: u8, content: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(content.len()).expect("below 64 KiB").to_be_bytes();
    [&[kind, 3, 3, high, low], content].concat()
}

/// A message of the TLS handshake that claims this length.
pub(crate) fn claims(kind: u8, length: u32, body: &[u8]) -> Vec<u8> {
    let [_, a, b, c] = length.to_be_bytes();
    [&[kind, a, b, c], body].concat()
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    claims(kind, u32::try_from(body.len()).expect("small"), body)
}

/// A `ServerHello` of TLS 1.0 to 1.2, without extensions.
pub(crate) fn server_hello(version: u16, suite: u16) -> Vec<u8> {
    let [major, minor] = version.to_be_bytes();
    let [high, low] = suite.to_be_bytes();
    message(2, &[&[major, minor], &[7; 32][..], &[0, high, low, 0]].concat())
}

/// All that a server says first up to TLS 1.2, in one record.
pub(crate) fn flight(version: u16, suite: u16, certificate: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).expect("small").to_be_bytes()[1..].to_vec();
    let one = [length(certificate), certificate.to_vec()].concat();
    let chain = message(11, &[length(&one), one].concat());
    record(22, &[server_hello(version, suite), chain, message(14, &[])].concat())
}
