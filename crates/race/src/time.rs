//! The step as a place on an axis: paths that are settled before a run have one entry for each.

overtake_model::index! {
    /// A step of the calendar, or one of its quarters, by its number from the start.
    pub struct Step;
}
