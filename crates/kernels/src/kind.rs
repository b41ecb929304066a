//! The models that can be run.

use overtake_model::{Calendar, Declaration, Model, World, WorldError};
use overtake_race::{Race, Textbook};

/// The models that can be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// The race of the mission.
    Race,
    /// The small race on one page.
    Textbook,
}

impl ModelKind {
    /// Every model.
    pub const ALL: [Self; 2] = [Self::Race, Self::Textbook];

    /// Its name in studies.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Race => "race",
            Self::Textbook => "textbook",
        }
    }

    /// The model with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.name() == name)
    }

    /// Its declaration.
    #[must_use]
    pub fn declaration(self) -> Declaration {
        match self {
            Self::Race => Race::declaration(),
            Self::Textbook => Textbook::declaration(),
        }
    }

    /// Every way in which a world does not suit it.
    ///
    /// # Errors
    /// The list, when there is one.
    pub fn check(self, world: &World, calendar: &Calendar) -> Result<(), Vec<WorldError>> {
        match self {
            Self::Race => Race::build(world, calendar).map(drop),
            Self::Textbook => Textbook::build(world, calendar).map(drop),
        }
    }
}
