//! Arrays whose places are types: a laboratory's number cannot be read as a bloc's.

use std::marker::PhantomData;

/// A place on an axis.
pub trait Index: Copy + Send + Sync + 'static {
    /// The place with this number.
    fn new(place: usize) -> Self;
    /// Its number.
    fn get(self) -> usize;
}

/// One value for each member of an axis.
#[derive(Debug, PartialEq)]
pub struct Row<T, I> {
    values: Box<[T]>,
    axis: PhantomData<fn(I)>,
}

impl<T: Clone, I> Clone for Row<T, I> {
    #[inline(always)]
    fn clone(&self) -> Self {
        Self { values: self.values.clone(), axis: PhantomData }
    }

    /// Takes the values of a row of the same length without asking the allocator.
    #[inline(always)]
    fn clone_from(&mut self, other: &Self) {
        self.values.clone_from(&other.values);
    }
}

impl<T, I: Index> Row<T, I> {
    /// A row of `len` values made from their places.
    #[inline(always)]
    pub fn from_fn(len: usize, mut f: impl FnMut(I) -> T) -> Self {
        let mut values = Vec::with_capacity(len);
        for place in 0..len {
            values.push(f(I::new(place)));
        }
        Self { values: values.into_boxed_slice(), axis: PhantomData }
    }

    /// A row of `len` times the same value.
    #[inline(always)]
    pub fn filled(len: usize, value: T) -> Self
    where
        T: Clone,
    {
        Self { values: vec![value; len].into_boxed_slice(), axis: PhantomData }
    }

    /// A row from values in the axis' order.
    pub fn from_values(values: impl IntoIterator<Item = T>) -> Self {
        Self { values: values.into_iter().collect(), axis: PhantomData }
    }

    /// Number of members.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether the axis is empty.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Every place on the axis.
    #[inline(always)]
    pub fn places(&self) -> impl Iterator<Item = I> + use<T, I> {
        (0..self.values.len()).map(I::new)
    }

    /// The values in order.
    #[inline(always)]
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The values in order, to be changed.
    #[inline(always)]
    pub fn values_mut(&mut self) -> &mut [T] {
        &mut self.values
    }

    /// Places and values together.
    #[inline(always)]
    pub fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        self.values.iter().enumerate().map(|(i, v)| (I::new(i), v))
    }
}

impl<T, I: Index> std::ops::Index<I> for Row<T, I> {
    type Output = T;
    #[inline(always)]
    fn index(&self, place: I) -> &T {
        &self.values[place.get()]
    }
}

impl<T, I: Index> std::ops::IndexMut<I> for Row<T, I> {
    #[inline(always)]
    fn index_mut(&mut self, place: I) -> &mut T {
        &mut self.values[place.get()]
    }
}

/// One value for each pair of members, over one boxed slice, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T, I, J> {
    values: Box<[T]>,
    columns: usize,
    axes: PhantomData<fn(I, J)>,
}

impl<T, I: Index, J: Index> Table<T, I, J> {
    /// A table made from its places.
    #[inline(always)]
    pub fn from_fn(rows: usize, columns: usize, mut f: impl FnMut(I, J) -> T) -> Self {
        let mut values = Vec::with_capacity(rows * columns);
        for row in 0..rows {
            for column in 0..columns {
                values.push(f(I::new(row), J::new(column)));
            }
        }
        Self { values: values.into_boxed_slice(), columns, axes: PhantomData }
    }

    /// A table of the same value.
    #[inline(always)]
    pub fn filled(rows: usize, columns: usize, value: T) -> Self
    where
        T: Clone,
    {
        Self { values: vec![value; rows * columns].into_boxed_slice(), columns, axes: PhantomData }
    }

    /// A table from values row by row; what does not fill a row is left out.
    pub fn from_values(mut values: Vec<T>, columns: usize) -> Self {
        values.truncate(values.len().checked_div(columns).unwrap_or(0) * columns);
        Self { values: values.into_boxed_slice(), columns, axes: PhantomData }
    }

    /// One row: one bounds check serves all of it.
    #[inline(always)]
    pub fn row(&self, row: I) -> &[T] {
        &self.values[row.get() * self.columns..][..self.columns]
    }

    /// One row, to be changed.
    #[inline(always)]
    pub fn row_mut(&mut self, row: I) -> &mut [T] {
        &mut self.values[row.get() * self.columns..][..self.columns]
    }

    /// All values, row by row.
    #[inline(always)]
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// Number of columns.
    #[inline(always)]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Number of rows.
    #[inline(always)]
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.columns).unwrap_or(0)
    }
}

impl<T, I: Index, J: Index> std::ops::Index<(I, J)> for Table<T, I, J> {
    type Output = T;
    #[inline(always)]
    fn index(&self, (row, column): (I, J)) -> &T {
        // One check instead of two: a place on an axis lies inside it.
        debug_assert!(column.get() < self.columns, "a column outside its table");
        &self.values[row.get() * self.columns + column.get()]
    }
}

impl<T, I: Index, J: Index> std::ops::IndexMut<(I, J)> for Table<T, I, J> {
    #[inline(always)]
    fn index_mut(&mut self, (row, column): (I, J)) -> &mut T {
        debug_assert!(column.get() < self.columns, "a column outside its table");
        &mut self.values[row.get() * self.columns + column.get()]
    }
}
