//! Creates the table of what was called off by financial year and price, `call_off_sum`, and fills it from the call-offs
//! there are: savings of a year are read from it.

use chrono::{NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use sea_orm_migration::sea_orm::{FromQueryResult, Statement};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The financial years that a call-off may be of: before the first, griffin was not there.
const YEARS: std::ops::Range<i32> = 2020..2060;

#[derive(FromQueryResult)]
struct Server {
    guild_id: i64,
    time_zone: String,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true) // SQLite would otherwise keep half of a failed step
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("call_off_sum")
                    .col(big_integer("lot_id"))
                    .col(big_integer("authority_id"))
                    .col(integer("year"))
                    .col(integer("financial_year"))
                    .col(big_integer("price"))
                    .col(big_integer("quantity"))
                    .primary_key(
                        Index::create()
                            .col("lot_id")
                            .col("authority_id")
                            .col("year")
                            .col("financial_year")
                            .col("price"),
                    )
                    .to_owned(),
            )
            .await?;
        let db = manager.get_connection();
        let backend = db.get_database_backend();
        let servers = Statement::from_string(backend, "SELECT guild_id, time_zone FROM server");
        for server in Server::find_by_statement(servers).all(db).await? {
            let time_zone: Tz = server.time_zone.parse().unwrap_or(Tz::Europe__London);
            for year in YEARS {
                let (Some(from), Some(before)) =
                    (begins(year, time_zone), begins(year + 1, time_zone))
                else {
                    continue;
                };
                let sql = "INSERT INTO call_off_sum (lot_id, authority_id, year, financial_year, price, quantity) \
                           SELECT c.lot_id, c.authority_id, c.year, $1, p.price, CAST(SUM(p.quantity) AS bigint) \
                           FROM call_off c JOIN call_off_part p ON p.call_off_id = c.id \
                           JOIN lot l ON l.id = c.lot_id JOIN tender t ON t.id = l.tender_id \
                           WHERE t.guild_id = $2 AND c.at >= $3 AND c.at < $4 \
                           GROUP BY c.lot_id, c.authority_id, c.year, p.price";
                let values = [
                    year.into(),
                    server.guild_id.into(),
                    from.into(),
                    before.into(),
                ];
                db.execute_raw(Statement::from_sql_and_values(backend, sql, values))
                    .await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("call_off_sum").to_owned())
            .await
    }
}

/// When a financial year begins by the clocks of a server: 1 April.
fn begins(year: i32, time_zone: Tz) -> Option<chrono::DateTime<Utc>> {
    let midnight = NaiveDate::from_ymd_opt(year, 4, 1)?.and_hms_opt(0, 0, 0)?;
    let local = time_zone.from_local_datetime(&midnight).earliest();
    Some(local.map_or_else(|| midnight.and_utc(), |it| it.to_utc()))
}
