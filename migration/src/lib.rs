//! One file a step; each goes up and down on SQLite and PostgreSQL.

#![expect(
    elided_lifetimes_in_paths,
    reason = "sea-orm-migration's trait leaves SchemaManager's out, and async_trait wants the same here"
)]

pub use sea_orm_migration::{Migration as Step, MigratorTrait, SchemaManager};

mod m20261123_000001_create_servers;
mod m20261123_000002_create_ledger;
mod m20261123_000003_create_schedule;
mod m20261123_000004_create_delivery;
mod m20261123_000005_create_authorities;
mod m20261123_000006_create_forums;
mod m20261123_000007_create_tenders;
mod m20261123_000008_create_requirements;
mod m20261123_000009_create_awards;
mod m20261123_000010_create_calloffs;
mod m20261123_000011_create_reminders;
mod m20261125_000012_create_pending_commands;
mod m20261125_000013_index_current_requirements;
mod m20261126_000014_create_savings;
mod m20261126_000015_create_call_off_sums;
mod m20261126_000016_create_indicative_bands;
mod m20261126_000017_create_webhooks;
mod m20261126_000018_add_tender_value;
mod m20261126_000019_create_shards;
mod m20261126_000020_create_restorations;
mod m20261127_000021_create_write_check;
mod m20261128_000022_add_officer_language;
mod m20261128_000023_create_shown_totals;
mod m20261128_000024_add_tender_responses;
mod m20261128_000030_add_tender_cancelled_from;
mod m20261128_000031_add_lot_no_award;
mod m20261128_000036_add_authority_names;
mod m20261128_000040_power_create_amendments;
mod m20261128_000041_edits_add_removed_and_withdrawn;
mod m20261128_000041_power_add_participation_to_confirm;
mod m20261128_000045_succeed2_add_authority_ending;
mod m20261128_000050_copy_add_drafts;
mod m20261128_000050_succeed_create_absences;
mod m20261128_000060_vary_create_variations;

/// Every step, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_create_servers::Migration),
            Box::new(m20261123_000002_create_ledger::Migration),
            Box::new(m20261123_000003_create_schedule::Migration),
            Box::new(m20261123_000004_create_delivery::Migration),
            Box::new(m20261123_000005_create_authorities::Migration),
            Box::new(m20261123_000006_create_forums::Migration),
            Box::new(m20261123_000007_create_tenders::Migration),
            Box::new(m20261123_000008_create_requirements::Migration),
            Box::new(m20261123_000009_create_awards::Migration),
            Box::new(m20261123_000010_create_calloffs::Migration),
            Box::new(m20261123_000011_create_reminders::Migration),
            Box::new(m20261125_000012_create_pending_commands::Migration),
            Box::new(m20261125_000013_index_current_requirements::Migration),
            Box::new(m20261126_000014_create_savings::Migration),
            Box::new(m20261126_000015_create_call_off_sums::Migration),
            Box::new(m20261126_000016_create_indicative_bands::Migration),
            Box::new(m20261126_000017_create_webhooks::Migration),
            Box::new(m20261126_000018_add_tender_value::Migration),
            Box::new(m20261126_000019_create_shards::Migration),
            Box::new(m20261126_000020_create_restorations::Migration),
            Box::new(m20261127_000021_create_write_check::Migration),
            Box::new(m20261128_000022_add_officer_language::Migration),
            Box::new(m20261128_000023_create_shown_totals::Migration),
            Box::new(m20261128_000024_add_tender_responses::Migration),
            Box::new(m20261128_000030_add_tender_cancelled_from::Migration),
            Box::new(m20261128_000031_add_lot_no_award::Migration),
            Box::new(m20261128_000036_add_authority_names::Migration),
            Box::new(m20261128_000040_power_create_amendments::Migration),
            Box::new(m20261128_000041_edits_add_removed_and_withdrawn::Migration),
            Box::new(m20261128_000041_power_add_participation_to_confirm::Migration),
            Box::new(m20261128_000045_succeed2_add_authority_ending::Migration),
            Box::new(m20261128_000050_copy_add_drafts::Migration),
            Box::new(m20261128_000050_succeed_create_absences::Migration),
            Box::new(m20261128_000060_vary_create_variations::Migration),
        ]
    }
}
