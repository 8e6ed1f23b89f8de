//! `userlint man`: the whole manual in one page, generated from the arguments.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::Ending;
use crate::args::{Args, EXIT_STATUS};
use crate::output::Output;

pub(crate) fn run() -> Ending {
    let mut output = Output::new();
    output.write(|out| {
        let mut page = Vec::new();
        write(&mut page)?;
        // Not every roff reads UTF-8.
        String::from_utf8_lossy(&page)
            .chars()
            .try_for_each(|char| match char {
                ..='\u{7F}' => write!(out, "{char}"),
                char => write!(out, "\\[u{:04X}]", u32::from(char)),
            })
    });
    output.finish()
}

/// The page of the program, with a section for each command.
fn write(out: &mut dyn Write) -> io::Result<()> {
    let mut program = Args::command().disable_help_subcommand(true);
    program.build();
    let page = Man::new(program.clone());
    let mut text = Vec::new();
    page.render_title(&mut text)?;
    page.render_name_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    out.write_all(&text)?;
    for command in program.get_subcommands() {
        write_command(command, out)?;
    }
    writeln!(out, ".SH \"EXIT STATUS\"\n.nf")?;
    for line in EXIT_STATUS.lines().skip(1) {
        writeln!(out, "{}", line.strip_prefix("  ").unwrap_or(line))?;
    }
    writeln!(out, ".fi")?;
    page.render_version_section(out)
}

/// A command as a section, whose own sections become parts of it.
fn write_command(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let page = Man::new(command.clone());
    let mut text = Vec::new();
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    writeln!(out, ".SH \"USERLINT {}\"", command.get_name().to_uppercase())?;
    for line in String::from_utf8_lossy(&text).lines() {
        match line.strip_prefix(".SH ") {
            Some(title) => writeln!(out, ".SS {title}")?,
            None => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}
