//! The fields of a 32-bit status that stands in no table: what its bits say by themselves.
//!
//! The layouts are those of [MS-ERREF] 2.1 (HRESULT) and 2.3 (NTSTATUS); the names of facilities are those of
//! `winerror.h` (listed at `HRESULT_FACILITY`) and `ntstatus.h`. A facility names the component that made
//! the number up, never a cause.

/// Numbers below it have no fields.
const FIRST: u32 = 0x8000_0000;
/// Numbers from here on are errors as NTSTATUS too.
const FIRST_NTSTATUS_ERROR: u32 = 0xC000_0000;
/// The facility that carries a Win32 error number ([MS-ERREF] 2.1.2).
const WIN32: u16 = 7;

/// What the bits of a number say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields {
    /// Read as an HRESULT, which every number with the highest bit may be.
    pub hresult: Hresult,
    /// Read as an NTSTATUS of severity error: the highest two bits are set.
    pub ntstatus: Option<Ntstatus>,
}

/// A number as HRESULT: severity in bit 31, customer in bit 29, facility in bits 26 to 16, code below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hresult {
    /// Bit 31: it is a failure.
    pub failure: bool,
    /// Bit 29: it is not one of Microsoft's.
    pub customer: bool,
    /// The component.
    pub facility: u16,
    /// The component's own number.
    pub code: u16,
}

/// A number as NTSTATUS: severity in bits 31 and 30, customer in bit 29, facility in bits 27 to 16, code below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ntstatus {
    /// Bits 31 and 30: 0 success, 1 information, 2 warning, 3 error.
    pub severity: u8,
    /// Bit 29: it is not one of Microsoft's.
    pub customer: bool,
    /// The component.
    pub facility: u16,
    /// The component's own number.
    pub code: u16,
}

impl Fields {
    /// The fields of a number from 0x80000000 on; smaller ones have none.
    pub fn of(number: u32) -> Option<Self> {
        let ntstatus = (number >= FIRST_NTSTATUS_ERROR).then(|| Ntstatus::of(number));
        (number >= FIRST).then(|| Self { hresult: Hresult::of(number), ntstatus })
    }
}

impl Hresult {
    /// Reads a number as HRESULT.
    pub fn of(number: u32) -> Self {
        Self {
            failure: number >> 31 == 1,
            customer: number >> 29 & 1 == 1,
            facility: bits(number >> 16, 0x7ff),
            code: bits(number, 0xffff),
        }
    }

    /// The name of the facility, where it has a public one.
    pub fn facility_name(self) -> Option<&'static str> {
        named(HRESULT_FACILITIES, self.facility)
    }

    /// The Win32 error number that it carries.
    pub fn win32(self) -> Option<u16> {
        (self.facility == WIN32 && !self.customer).then_some(self.code)
    }
}

impl Ntstatus {
    /// Reads a number as NTSTATUS.
    pub fn of(number: u32) -> Self {
        Self {
            severity: number.to_be_bytes()[0] >> 6,
            customer: number >> 29 & 1 == 1,
            facility: bits(number >> 16, 0xfff),
            code: bits(number, 0xffff),
        }
    }

    /// The name of the facility, where it has a public one. Facility 0 has none: it is the system's default.
    pub fn facility_name(self) -> Option<&'static str> {
        named(NTSTATUS_FACILITIES, self.facility)
    }

    /// The word for the severity.
    pub const fn severity_word(self) -> &'static str {
        match self.severity {
            0 => "success",
            1 => "information",
            2 => "warning",
            _ => "error",
        }
    }
}

fn bits(number: u32, mask: u16) -> u16 {
    u16::try_from(number & u32::from(mask)).expect("a mask of 16 bits leaves no more")
}

fn named(names: &[(u16, &'static str)], facility: u16) -> Option<&'static str> {
    names.iter().find(|(number, _)| *number == facility).map(|(_, name)| *name)
}

/// Facilities of `winerror.h` that a Windows desktop or server meets, by number. Where two share a number,
/// both are named.
const HRESULT_FACILITIES: &[(u16, &str)] = &[
    (0, "FACILITY_NULL"),
    (1, "FACILITY_RPC"),
    (2, "FACILITY_DISPATCH"),
    (3, "FACILITY_STORAGE"),
    (4, "FACILITY_ITF"),
    (7, "FACILITY_WIN32"),
    (8, "FACILITY_WINDOWS"),
    (9, "FACILITY_SECURITY (SSPI)"),
    (10, "FACILITY_CONTROL"),
    (11, "FACILITY_CERT"),
    (12, "FACILITY_INTERNET"),
    (13, "FACILITY_MEDIASERVER"),
    (14, "FACILITY_MSMQ"),
    (15, "FACILITY_SETUPAPI"),
    (16, "FACILITY_SCARD"),
    (17, "FACILITY_COMPLUS"),
    (18, "FACILITY_AAF"),
    (19, "FACILITY_URT"),
    (20, "FACILITY_ACS"),
    (21, "FACILITY_DPLAY"),
    (22, "FACILITY_UMI"),
    (23, "FACILITY_SXS"),
    (24, "FACILITY_WINDOWS_CE"),
    (25, "FACILITY_HTTP"),
    (26, "FACILITY_USERMODE_COMMONLOG"),
    (27, "FACILITY_WER"),
    (31, "FACILITY_USERMODE_FILTER_MANAGER"),
    (32, "FACILITY_BACKGROUNDCOPY"),
    (33, "FACILITY_CONFIGURATION (WIA)"),
    (34, "FACILITY_STATE_MANAGEMENT"),
    (35, "FACILITY_METADIRECTORY"),
    (36, "FACILITY_WINDOWSUPDATE"),
    (37, "FACILITY_DIRECTORYSERVICE"),
    (38, "FACILITY_GRAPHICS"),
    (39, "FACILITY_NAP (SHELL)"),
    (40, "FACILITY_TPM_SERVICES"),
    (41, "FACILITY_TPM_SOFTWARE"),
];

/// Facilities of `ntstatus.h` that have to do with sessions, sign-in and networks, by number.
const NTSTATUS_FACILITIES: &[(u16, &str)] = &[
    (0x1, "FACILITY_DEBUGGER"),
    (0x2, "FACILITY_RPC_RUNTIME"),
    (0x3, "FACILITY_RPC_STUBS"),
    (0x4, "FACILITY_IO_ERROR_CODE"),
    (0x7, "FACILITY_NTWIN32"),
    (0x8, "FACILITY_NTCERT"),
    (0x9, "FACILITY_NTSSPI"),
    (0xA, "FACILITY_TERMINAL_SERVER"),
    (0x10, "FACILITY_USB_ERROR_CODE"),
    (0x13, "FACILITY_CLUSTER_ERROR_CODE"),
    (0x15, "FACILITY_SXS_ERROR_CODE"),
    (0x1B, "FACILITY_VIDEO"),
    (0x1E, "FACILITY_GRAPHICS_KERNEL"),
    (0x23, "FACILITY_NDIS_ERROR_CODE"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_have_no_fields() {
        assert_eq!(Fields::of(0xD99), None);
        assert_eq!(Fields::of(0x7FFF_FFFF), None);
    }

    #[test]
    fn an_hresult_that_carries_a_win32_error() {
        let fields = Fields::of(0x8007_1234).unwrap();
        assert_eq!(fields.ntstatus, None);
        assert!(fields.hresult.failure && !fields.hresult.customer);
        assert_eq!(fields.hresult.facility_name(), Some("FACILITY_WIN32"));
        assert_eq!(fields.hresult.win32(), Some(0x1234));
        // SEC_E_LOGON_DENIED
        let security = Fields::of(0x8009_030C).unwrap().hresult;
        assert_eq!((security.facility, security.code, security.win32()), (9, 0x030C, None));
    }

    #[test]
    fn a_number_that_may_be_both() {
        // STATUS_RDP_PROTOCOL_ERROR
        let fields = Fields::of(0xC00A_0032).unwrap();
        let ntstatus = fields.ntstatus.unwrap();
        assert_eq!(ntstatus.severity_word(), "error");
        assert_eq!(ntstatus.facility_name(), Some("FACILITY_TERMINAL_SERVER"));
        assert_eq!((fields.hresult.facility, fields.hresult.code), (0xA, 0x32));
    }

    #[test]
    fn customer_numbers_are_nobody_elses() {
        let own = Fields::of(0xA007_0005).unwrap().hresult;
        assert!(own.customer && own.win32().is_none());
        assert!(Ntstatus::of(0xE000_0001).customer);
        assert_eq!(Ntstatus::of(0x4000_0000).severity_word(), "information");
    }

    #[test]
    fn facilities_stand_in_order() {
        for table in [HRESULT_FACILITIES, NTSTATUS_FACILITIES] {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
