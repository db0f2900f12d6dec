//! What is known about Remote Desktop failures.
