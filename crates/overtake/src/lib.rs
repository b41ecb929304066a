//! Study in, answer out.
//!
//! ```no_run
//! use overtake::{Changes, Mistakes, Project, Study, run};
//! use std::sync::atomic::AtomicBool;
//!
//! let changes = Changes { futures: Some(2560), ..Changes::default() };
//! let study = Study::built_in("as-is", &changes).map_err(Mistakes)?;
//! let project = Project::new(study)?;
//! let how = run::How { out: Some("out/trial".into()), ..run::How::default() };
//! let done = project.run(&how, &(), &AtomicBool::new(false))?;
//! println!("{}", done.folder.display());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod answer;
pub mod audit;
pub mod compare;
pub mod deciding;
pub mod explain;
pub mod folder;
mod ledger;
pub mod observed;
pub mod packages;
pub mod plots;
pub mod policy;
pub mod prepared;
pub mod project;
pub mod record;
pub mod run;
pub mod schools;
pub mod study;
pub mod sweep;
pub mod when;

pub use overtake_analysis as analysis;
pub use overtake_ensemble as ensemble;
pub use overtake_evidence as evidence;
pub use overtake_kernels as kernels;
pub use overtake_model as model;
pub use overtake_num as num;
pub use prepared::Prepared;
pub use project::{Mistakes, Project};
pub use study::{Changes, Study};
