//! Elementary functions against correctly rounded ones, and lanes against plain numbers.

mod accuracy;
mod agreement;
