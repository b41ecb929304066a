//! Reads a finished run back, a column at a time.

use crate::columns::{COLUMNS_KEY, ColumnSpec};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{ArrowError, DataType};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Why a table or a column could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file could not be opened.
    #[error("cannot open `{}`: {source}; is it the folder of a finished run?", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is no table that this program wrote.
    #[error("`{}` is no table of a run: {source}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the library said.
        source: ParquetError,
    },
    /// A piece of the file could not be decoded.
    #[error("`{}` cannot be read: {source}", path.display())]
    Arrow {
        /// The file.
        path: PathBuf,
        /// What the library said.
        source: ArrowError,
    },
    /// The columns are not described, so that another program must have written the file.
    #[error("`{}` does not describe its columns under `{COLUMNS_KEY}`; another program wrote it", path.display())]
    NotDescribed {
        /// The file.
        path: PathBuf,
    },
    /// No such column.
    #[error("`{}` has no column `{key}`", path.display())]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The key asked for.
        key: String,
    },
    /// The column holds something else.
    #[error("column `{key}` of `{}` holds {found}, not {expected}", path.display())]
    OtherKind {
        /// The file.
        path: PathBuf,
        /// The column.
        key: String,
        /// What it holds.
        found: String,
        /// What was asked for.
        expected: &'static str,
    },
}

/// `futures.parquet` or `paths.parquet` of a finished run. Only the columns asked for are read.
#[derive(Debug)]
pub struct RunTable {
    path: PathBuf,
    /// Handles of a file share one place in it: columns are read one after the other.
    file: Mutex<File>,
    metadata: ArrowReaderMetadata,
    columns: Vec<ColumnSpec>,
    rows: usize,
    group: Option<usize>,
}

impl RunTable {
    /// Opens a file and reads what it says of itself.
    ///
    /// # Errors
    /// When it is not there or this program did not write it.
    pub fn open(path: &Path) -> Result<Self, TableError> {
        let path = path.to_owned();
        let file = File::open(&path).map_err(|source| TableError::Open { path: path.clone(), source })?;
        let metadata = ArrowReaderMetadata::load(&file, Default::default())
            .map_err(|source| TableError::Parquet { path: path.clone(), source })?;
        let about = metadata.metadata().file_metadata();
        let rows = usize::try_from(about.num_rows()).unwrap_or(0);
        let described =
            about.key_value_metadata().and_then(|all| all.iter().find(|kv| kv.key == COLUMNS_KEY));
        let columns = described
            .and_then(|kv| serde_json::from_str(kv.value.as_deref()?).ok())
            .ok_or_else(|| TableError::NotDescribed { path: path.clone() })?;
        Ok(Self { path, file: Mutex::new(file), metadata, columns, rows, group: None })
    }

    /// Only one of its row groups; without rows if it has fewer. `paths.parquet` has one for each policy, in order.
    #[must_use]
    pub fn group(mut self, number: usize) -> Self {
        let groups = self.metadata.metadata().row_groups();
        self.rows = groups.get(number).map_or(0, |g| usize::try_from(g.num_rows()).unwrap_or(0));
        self.group = Some(number);
        self
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[ColumnSpec] {
        &self.columns
    }

    /// The column with this key.
    #[must_use]
    pub fn spec(&self, key: &str) -> Option<&ColumnSpec> {
        self.columns.iter().find(|c| c.key == key)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// A text that the file keeps about itself.
    #[must_use]
    pub fn about(&self, key: &str) -> Option<&str> {
        let all = self.metadata.metadata().file_metadata().key_value_metadata()?;
        all.iter().find(|kv| kv.key == key)?.value.as_deref()
    }

    /// A column of numbers; NaN where it is null.
    ///
    /// # Errors
    /// When there is no such column of numbers.
    pub fn numbers(&self, key: &str) -> Result<Vec<f64>, TableError> {
        let mut all = Vec::with_capacity(self.rows);
        self.read(key, &DataType::Float64, "numbers", |array| {
            all.extend(array.as_primitive::<Float64Type>().iter().map(|v| v.unwrap_or(f64::NAN)));
        })?;
        Ok(all)
    }

    /// A column of true, false or null.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn flags(&self, key: &str) -> Result<Vec<Option<bool>>, TableError> {
        let mut all = Vec::with_capacity(self.rows);
        self.read(key, &DataType::Boolean, "true or false", |array| all.extend(array.as_boolean().iter()))?;
        Ok(all)
    }

    /// A column of whole numbers.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn whole(&self, key: &str) -> Result<Vec<Option<u64>>, TableError> {
        let mut all = Vec::with_capacity(self.rows);
        self.read(key, &DataType::UInt64, "whole numbers", |array| {
            all.extend(array.as_primitive::<UInt64Type>().iter());
        })?;
        Ok(all)
    }

    /// A column of text.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn texts(&self, key: &str) -> Result<Vec<Option<String>>, TableError> {
        let mut all = Vec::with_capacity(self.rows);
        self.read(key, &DataType::Utf8, "text", |array| {
            all.extend(array.as_string::<i32>().iter().map(|text| text.map(str::to_owned)));
        })?;
        Ok(all)
    }

    /// Rows of one policy, in the order of futures.
    ///
    /// # Errors
    /// When the table has no column `policy`.
    pub fn rows_of(&self, policy: &str) -> Result<Vec<usize>, TableError> {
        let policies = self.texts("policy")?;
        Ok((0..policies.len()).filter(|&row| policies[row].as_deref() == Some(policy)).collect())
    }

    fn read(
        &self,
        key: &str,
        kind: &DataType,
        expected: &'static str,
        mut take: impl FnMut(&ArrayRef),
    ) -> Result<(), TableError> {
        let schema = self.metadata.schema();
        let Some((place, field)) = schema.column_with_name(key) else {
            return Err(TableError::NoColumn { path: self.path.clone(), key: key.to_owned() });
        };
        let other = |found: &DataType| TableError::OtherKind {
            path: self.path.clone(),
            key: key.to_owned(),
            found: found.to_string(),
            expected,
        };
        if field.data_type() != kind {
            return Err(other(field.data_type()));
        }
        let parquet = |source| TableError::Parquet { path: self.path.clone(), source };
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let handle =
            file.try_clone().map_err(|source| TableError::Open { path: self.path.clone(), source })?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(handle, self.metadata.clone());
        let only = ProjectionMask::roots(self.metadata.parquet_schema(), [place]);
        let groups = 0..self.metadata.metadata().num_row_groups();
        let groups = groups.filter(|group| self.group.is_none_or(|only| only == *group)).collect();
        let builder = builder.with_row_groups(groups).with_projection(only);
        let reader = builder.with_batch_size(1 << 14).build().map_err(parquet)?;
        for batch in reader {
            let batch = batch.map_err(|source| TableError::Arrow { path: self.path.clone(), source })?;
            match batch.columns().first() {
                Some(array) if array.data_type() == kind => take(array),
                Some(array) => return Err(other(array.data_type())),
                None => {}
            }
        }
        Ok(())
    }
}
