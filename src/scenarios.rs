//! `catchall test`: scenarios, as unit tests for policies.

use catchall::config::ScenarioFile;
use catchall::export::Exports;
use catchall::model::Export;
use catchall::reach::Facts;
use catchall::simulate::{
    Entry, Scenario, Standing, Tried, write_scenarios, write_scenarios_json, write_scenarios_junit,
};

use crate::cli::{Common, TestArguments, TestFormat};
use crate::simulation::{export_with, read_exports};
use crate::{CLEAN, FOUND, print, settings, terminal};

pub(crate) fn run(arguments: &TestArguments, common: &Common) -> miette::Result<u8> {
    let reading = &arguments.reading;
    let config = reading.config()?;
    let mut files = config.scenarios().map_err(settings::drawn)?;
    for file in &arguments.scenarios {
        files.push(ScenarioFile::read(file).map_err(settings::drawn)?);
    }
    if files.iter().all(|file| file.scenarios.is_empty()) {
        miette::bail!(
            help = "Write [[scenario]] into catchall.toml, or name a file with --scenarios; docs/simulate.md shows how",
            "there is no scenario to try"
        );
    }
    let workspace = read_exports(reading, &config, common)?;
    let exports = workspace.exports();
    let facts: Vec<Facts<'_>> = exports.all.iter().map(Facts::of).collect();
    let mut tried = Vec::new();
    for file in &files {
        for scenario in &file.scenarios {
            let outcome = try_one(scenario, file, &exports, &facts)?;
            tried.push((file, scenario, outcome));
        }
    }
    let entries: Vec<Entry<'_, '_, '_>> = tried
        .iter()
        .map(|(file, scenario, Tried { standing, reasons, simulation })| Entry {
            name: &scenario.name.value,
            file: &file.name,
            line: file.line(scenario),
            standing: *standing,
            reasons,
            simulation,
        })
        .collect();
    match arguments.output_format {
        TestFormat::Full => {
            let color = terminal::style(common.color).color;
            print(|out| write_scenarios(out, color, &entries))?;
        }
        TestFormat::Json => print(|out| write_scenarios_json(out, &entries))?,
        TestFormat::Junit => print(|out| write_scenarios_junit(out, &entries))?,
    }
    let fails = entries.iter().any(|entry| entry.standing == Standing::Fails);
    Ok(if fails { FOUND } else { CLEAN })
}

fn try_one<'x, 'd>(
    scenario: &Scenario,
    file: &ScenarioFile,
    exports: &'x Exports<'d>,
    facts: &'x [Facts<'d>],
) -> miette::Result<Tried<'x, 'd>> {
    let app = scenario.app.as_ref().map(|app| app.value.as_str());
    let export: &'x Export<'d> = export_with(app, exports)?;
    let of_export = exports.all.iter().zip(facts).find(|(one, _)| std::ptr::eq(*one, export));
    let Some((export, facts)) = of_export else {
        miette::bail!("the export is none of those that were read")
    };
    let tried = scenario.tried(export, facts);
    tried.map_err(|error| settings::drawn(file.error(error)))
}
