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

pub mod answers;
pub mod audit;
pub mod plots;
pub mod project;
pub mod reports;
pub mod run;
pub mod study;

pub use overtake_analysis as analysis;
pub use overtake_ensemble as ensemble;
pub use overtake_evidence as evidence;
pub use overtake_kernels as kernels;
pub use overtake_model as model;
pub use overtake_num as num;
pub use project::Project;
pub use reports::{compare, explain, observed, packages, rules_record, when};
pub use study::{Changes, Mistakes, Prepared, Study};
