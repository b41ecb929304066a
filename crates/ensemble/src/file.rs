//! Files of a run: there whole or not at all, and what all of its Parquet files share.

use crate::columns::{COLUMNS_KEY, ColumnSpec, describe};
use crate::error::RunError;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Ending of a file that is not yet whole.
pub(crate) const PARTIAL: &str = ".partial";

/// The name under which a file is written before it is whole.
pub(crate) fn partial(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(PARTIAL);
    PathBuf::from(name)
}

/// Writes a file so that under its name it is whole or not there, also when the machine stops.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    let unfinished = partial(path);
    let mut file = File::create(&unfinished).map_err(RunError::io("write", &unfinished))?;
    file.write_all(bytes).map_err(RunError::io("write", &unfinished))?;
    settle(&file, &unfinished, path)
}

/// Brings a written file to disk and gives it its name.
pub(crate) fn settle(file: &File, unfinished: &Path, path: &Path) -> Result<(), RunError> {
    file.sync_all().map_err(RunError::io("write", unfinished))?;
    fs::rename(unfinished, path).map_err(RunError::io("rename into", path))?;
    // The new name itself must reach the disk; systems that cannot open a folder see to it themselves.
    if let Some(folder) = path.parent().and_then(|p| File::open(p).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Settings that every file of a run shares: small enough to read quickly everywhere, and no page index, which would
/// outweigh the pages of a wide file.
pub(crate) fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_compression(Compression::LZ4_RAW)
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
}

/// The file's own metadata for a set of columns.
pub(crate) fn described(columns: &[ColumnSpec]) -> KeyValue {
    KeyValue::new(COLUMNS_KEY.to_owned(), describe(columns))
}
