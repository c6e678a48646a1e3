//! Puts every text into the program: a list of the files in `en/` and `cy/`, each with what is in it.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let mut list = String::new();
    for language in ["en", "cy"] {
        println!("cargo:rerun-if-changed={language}");
        list.push_str(&format!(
            "static {}: &[(&str, &str)] = &[\n",
            language.to_uppercase()
        ));
        let mut files: Vec<PathBuf> = fs::read_dir(here.join(language))?
            .map(|entry| Ok(entry?.path()))
            .collect::<io::Result<_>>()?;
        files.sort();
        for file in files
            .iter()
            .filter(|it| it.extension().is_some_and(|end| end == "ftl"))
        {
            list.push_str(&line(file));
        }
        list.push_str("];\n");
    }
    fs::write(out.join("files.rs"), list)
}

/// The file's name and its text, which the compiler reads.
fn line(file: &Path) -> String {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    format!("    ({name:?}, include_str!({file:?})),\n")
}
