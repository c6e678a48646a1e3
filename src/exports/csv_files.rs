//! CSV: a file a table, UTF-8 with a mark at its beginning (a spreadsheet on Windows takes it for another encoding
//! otherwise), RFC 4180, zipped. Tables go by way of temporary files, so that memory stays the same however many rows
//! there are.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::contents::Contents;
use super::tables::Table;
use crate::ledger::{Fault, Result};
use crate::words::Lang;

/// Takes tenders one after the other.
pub(super) struct CsvFiles(Vec<(Table, csv::Writer<BufWriter<File>>)>);

fn fault(error: impl std::fmt::Display) -> Fault {
    Fault::new(format!("a CSV export can't be written: {error}"))
}

impl CsvFiles {
    pub fn new(lang: Lang) -> Result<Self> {
        let mut all = Vec::new();
        for table in Table::ALL {
            let mut spool = BufWriter::new(tempfile::tempfile().map_err(fault)?);
            spool.write_all("\u{feff}".as_bytes()).map_err(fault)?;
            let mut writer = csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .from_writer(spool);
            let columns = table.columns();
            let names = columns.iter().map(|(name, _)| name.say(lang));
            writer.write_record(names).map_err(fault)?;
            all.push((table, writer));
        }
        Ok(Self(all))
    }

    pub fn add(&mut self, of: &Contents) -> Result<()> {
        for (table, writer) in &mut self.0 {
            for row in table.rows(of) {
                let cells = row.iter().map(|cell| cell.plain());
                writer.write_record(cells).map_err(fault)?;
            }
        }
        Ok(())
    }

    /// The archive, from its beginning.
    pub fn finish(self) -> Result<File> {
        let mut zip = ZipWriter::new(tempfile::tempfile().map_err(fault)?);
        // Without a date in it: the same data makes the same file.
        let options = SimpleFileOptions::default().large_file(true);
        for (table, writer) in self.0 {
            let spool = writer.into_inner().map_err(|it| fault(it.error()))?;
            let mut spool = spool.into_inner().map_err(|it| fault(it.error()))?;
            spool.rewind().map_err(fault)?;
            zip.start_file(table.file(), options).map_err(fault)?;
            io::copy(&mut spool, &mut zip).map_err(fault)?;
        }
        let mut file = zip.finish().map_err(fault)?;
        file.rewind().map_err(fault)?;
        Ok(file)
    }
}
