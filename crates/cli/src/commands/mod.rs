//! What each command does: call the library, show what it gives.

mod audit;
mod claims;
mod compare;
mod completions;
mod evidence;
mod explain;
mod input;
mod new;
mod output;
mod rules;
mod run;
mod schema;
mod when;

pub(crate) use audit::audit;
pub(crate) use claims::claims;
pub(crate) use compare::compare;
pub(crate) use completions::completions;
pub(crate) use evidence::evidence;
pub(crate) use explain::explain;
pub(crate) use new::new;
pub(crate) use output::written;
pub(crate) use rules::rules;
pub(crate) use run::run;
pub(crate) use schema::schema;
pub(crate) use when::when;
