//! Evidence that is read, joined to a declaration and refused with a place.

mod fixture;

mod built_in;
mod copula;
mod joins;
mod no_text_panics;
