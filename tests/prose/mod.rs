//! The learned reader: its model belongs to the knowledge and to the trainer, and no text stops it.

mod model;
mod reading;
