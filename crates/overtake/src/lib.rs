//! Study in, answer out
