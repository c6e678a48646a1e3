//! Workbooks that no spreadsheet writes: small files that would have whoever opens them keep a great deal.

use std::io::{Cursor, Read, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A MiB, in bytes.
const MIB: usize = 1024 * 1024;

/// An archive of these parts.
fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = SimpleFileOptions::default();
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An archive with a part of so many bytes.
fn unpacks_to(bytes: u64) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default())
        .unwrap();
    std::io::copy(&mut std::io::repeat(b' ').take(bytes), &mut zip).unwrap();
    zip.finish().unwrap().into_inner()
}

/// What is in the parts of a workbook with one sheet; what is empty is as it should be.
#[derive(Default)]
struct Parts {
    strings: String,
    styles: String,
    sheets: String,
    relations: String,
    names: String,
    cells: String,
}

const HEAD: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>lot</t></is></c>\
                    <c r=\"B1\" t=\"inlineStr\"><is><t>quantity</t></is></c></row>";

impl Parts {
    fn packed(&self, short_name: &str) -> Vec<u8> {
        let Parts {
            strings,
            styles,
            sheets,
            relations,
            names,
            cells,
        } = self;
        let document = "<Relationships><Relationship Id=\"r\" Type=\"x/relationships/officeDocument\" \
                        Target=\"xl/workbook.xml\"/></Relationships>";
        let relations = format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"sheet.xml\"/>{relations}\
             </Relationships>"
        );
        let own = format!("<sheet name=\"Declare {short_name}\" r:id=\"r1\"/>");
        packed(&[
            ("_rels/.rels", document.to_owned()),
            ("xl/_rels/workbook.xml.rels", relations),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook><sheets>{own}{sheets}</sheets><definedNames>{names}</definedNames></workbook>"
                ),
            ),
            (
                "xl/styles.xml",
                format!("<styleSheet>{styles}</styleSheet>"),
            ),
            (
                "xl/sharedStrings.xml",
                match strings.starts_with("<sst") {
                    true => strings.clone(),
                    false => format!("<sst>{strings}</sst>"),
                },
            ),
            (
                "xl/sheet.xml",
                format!("<worksheet><sheetData>{HEAD}{cells}</sheetData></worksheet>"),
            ),
        ])
    }
}

/// Rows from the second on, each with cells of these insides.
fn rows(count: usize, cells: &[&str]) -> String {
    let row = |number: usize| {
        let cells = ('A'..).zip(cells);
        let cells = cells.map(|(column, cell)| format!("<c r=\"{column}{number}\" {cell}</c>"));
        format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
    };
    (2..count + 2).map(row).collect()
}

const FIRST: &str = "t=\"s\"><v>0</v>";

/// One of griffin's own kind, put together in the same way: it is read.
pub fn ordinary(short_name: &str) -> Vec<u8> {
    let parts = Parts {
        strings: "<si><t>1</t></si>".to_owned(),
        cells: rows(1, &[FIRST, "><v>5</v>"]),
        ..Parts::default()
    };
    parts.packed(short_name)
}

/// As much of everything as is taken: 9,900 styles that each copy a long font name and a long format, 90,000 strings, names,
/// and a text of 4 MiB.
pub fn heaviest(short_name: &str) -> Vec<u8> {
    let long = "x".repeat(900);
    let parts = Parts {
        strings: format!(
            "<si><t>{}</t></si>{}",
            "x".repeat(4 * MIB),
            "<si><t>a</t></si>".repeat(88_000)
        ),
        styles: format!(
            "<numFmts><numFmt numFmtId=\"200\" formatCode=\"{long}\"/></numFmts>\
             <fonts><font><name val=\"{long}\"/></font></fonts><cellXfs>{}</cellXfs>",
            "<xf fontId=\"0\" numFmtId=\"200\"/>".repeat(9_900)
        ),
        cells: rows(1, &[FIRST]),
        ..Parts::default()
    };
    parts.packed(short_name)
}

/// Each by what it does, with a sheet for this authority; none has more than 512 KiB.
pub fn all(short_name: &str) -> Vec<(&'static str, Vec<u8>)> {
    let text = |bytes: usize| format!("<si><t>{}</t></si>", "x".repeat(bytes));
    let many = |one: &str, bytes: usize| one.repeat(bytes / one.len());
    let four = rows(4, &[FIRST]);
    let long = "x".repeat(MIB);
    let mut all = Vec::new();
    let mut add = |what, parts: Parts| all.push((what, parts.packed(short_name)));
    add(
        "800 cells name one shared string of 5 MiB",
        Parts {
            strings: text(5 * MIB),
            cells: rows(100, &[FIRST; 8]),
            ..Parts::default()
        },
    );
    add(
        "a cell of 7 MiB in its sheet",
        Parts {
            cells: format!(
                "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>{}</t></is></c></row>",
                "x".repeat(7 * MIB)
            ),
            ..Parts::default()
        },
    );
    add(
        "a million shared strings without a character",
        Parts {
            strings: many("<si/>", 7 * MIB),
            cells: four.clone(),
            ..Parts::default()
        },
    );
    add(
        "400,000 shared strings of one character",
        Parts {
            strings: many("<si><t>a</t></si>", 7 * MIB),
            cells: four.clone(),
            ..Parts::default()
        },
    );
    add(
        "room asked for 4,000 million shared strings",
        Parts {
            strings: "<sst uniqueCount=\"4000000000\"><si><t>a</t></si></sst>".to_owned(),
            cells: four.clone(),
            ..Parts::default()
        },
    );
    add(
        "a million styles",
        Parts {
            styles: format!("<cellXfs>{}</cellXfs>", many("<xf/>", 6 * MIB)),
            cells: four.clone(),
            ..Parts::default()
        },
    );
    add(
        "5,000 styles in a font whose name has a MiB",
        Parts {
            styles: format!(
                "<fonts><font><name val=\"{long}\"/></font></fonts><cellXfs>{}</cellXfs>",
                "<xf fontId=\"0\"/>".repeat(5_000)
            ),
            cells: four.clone(),
            ..Parts::default()
        },
    );
    add(
        "5,000 styles in a format that has a MiB",
        Parts {
            styles: format!(
                "<numFmts><numFmt numFmtId=\"200\" formatCode=\"{long}\"/></numFmts><cellXfs>{}</cellXfs>",
                "<xf numFmtId=\"200\"/>".repeat(5_000)
            ),
            cells: four.clone(),
            ..Parts::default()
        },
    );
    add(
        "5,000 sheets at a path that has a MiB",
        Parts {
            relations: format!("<Relationship Id=\"r2\" Type=\"x/worksheet\" Target=\"{long}\"/>"),
            sheets: "<sheet name=\"x\" r:id=\"r2\"/>".repeat(5_000),
            cells: four.clone(),
            ..Parts::default()
        },
    );
    add(
        "150,000 ways to sheets",
        Parts {
            relations: (0..150_000)
                .map(|n| format!("<Relationship Id=\"{n}\"/>"))
                .collect(),
            cells: four.clone(),
            ..Parts::default()
        },
    );
    add(
        "150,000 names",
        Parts {
            names: many("<definedName name=\"a\">b</definedName>", 5 * MIB),
            cells: four.clone(),
            ..Parts::default()
        },
    );
    add(
        "27,000 cells of 2,000 characters",
        Parts {
            strings: text(2_000),
            cells: rows(1_000, &[FIRST; 26]),
            ..Parts::default()
        },
    );
    add(
        "200,000 cells",
        Parts {
            strings: text(1),
            cells: rows(7_000, &[FIRST; 26]),
            ..Parts::default()
        },
    );
    add(
        "a thousand sheets of cells without anything in them",
        Parts {
            sheets: "<sheet name=\"x\" r:id=\"r1\"/>".repeat(1_000),
            cells: many("<c/>", 300 * 1024),
            ..Parts::default()
        },
    );
    add(
        "two million elements within each other",
        Parts {
            cells: many("<c>", 7 * MIB),
            ..Parts::default()
        },
    );
    all.push(("a part that unpacks to 64 MiB", unpacks_to(64 * MIB as u64)));
    all
}
