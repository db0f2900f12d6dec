//! Systems: nobody names one that cannot be known.

use serde_json::json;

use super::{Case, hold};

const SYSTEMS: &[Case] = &[
    Case {
        file: "causes/xrdp-not-running.json",
        edit: |cause| cause["systems"] = json!({"host": ["linux-xrpd"], "client": ["mac"]}),
        expect: &[
            "causes/xrdp-not-running.json: systems.host: no observation tells 'linux-xrpd'; did you mean 'linux-xrdp'?",
        ],
    },
    Case {
        file: "fixes/wake-host.json",
        edit: |fix| fix["steps"][0] = json!({"text": "Press a key.", "systems": {"program": ["msts"]}}),
        expect: &["fixes/wake-host.json: steps.program: no observation tells 'msts'; did you mean 'mstsc'?"],
    },
    Case {
        file: "observations/host-place.json",
        edit: |observation| observation["tells"]["owm"] = json!({"place": ["own"]}),
        expect: &["observations/host-place.json: tells: 'owm' is no state"],
    },
];

#[test]
fn every_system_is_one_that_an_observation_tells() {
    hold(SYSTEMS);
}
