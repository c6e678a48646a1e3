//! A big region, written by the database itself.

use sea_orm::ConnectionTrait;

/// How big it is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Tenders; three in four of them under contract.
    pub tenders: u64,
    /// Call-offs.
    pub call_offs: u64,
}

/// The server.
pub const GUILD: i64 = 7;
/// Authorities, all of the first region.
const AUTHORITIES: u64 = 150;
/// How many of them take part in a tender.
const TAKE_PART: u64 = 10;

/// The numbers from 1 up to one.
fn numbers(name: &str, up_to: u64) -> String {
    format!("{name}(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM {name} WHERE i < {up_to})")
}

/// The authority in a place of a tender: other ones in the next tender.
fn authority(tender: &str, place: &str) -> String {
    format!("1 + (({tender} * 7 + {place} * 13) % {AUTHORITIES})")
}

/// At most so many tenders are in the second forum, for a digest of the size that has a budget (design, section 8).
pub const DIGEST: u64 = 500;

/// Writes it.
pub async fn write(url: &str, size: Size) {
    let db = sea_orm::Database::connect(url)
        .await
        .expect("the database answers");
    let postgres = url.starts_with("postgres");
    let moment = match postgres {
        true => "(TIMESTAMPTZ '2026-04-01T12:00:00Z' + (c.i % 730) * INTERVAL '1 day')",
        false => {
            "strftime('%Y-%m-%dT%H:%M:%S+00:00', '2026-04-01T12:00:00', '+' || (c.i % 730) || ' days')"
        }
    };
    let at = "'2026-03-01T12:00:00+00:00'";
    let Size { tenders, call_offs } = size;
    let open = tenders / 4;
    let under_contract = tenders - open;
    // Of every four tenders the fourth still collects requirements.
    let tender_of = format!("(1 + (c.i % {under_contract}) + (c.i % {under_contract}) / 3)");
    let place = format!("((c.i / {}) % {TAKE_PART})", under_contract * 2);
    let lot_of = format!("(2 * {tender_of} - (c.i / {under_contract}) % 2)");
    let whose = authority(&tender_of, &place);
    let participant = authority("n.i", "(p.i - 1)");
    let (tenders_n, parts_n) = (numbers("n", tenders), numbers("p", TAKE_PART));
    for sql in [
        format!(
            "INSERT INTO authority (id, guild_id, name, short_name, kind, region, created_at) \
             WITH RECURSIVE {} SELECT i, {GUILD}, 'Council ' || i, 'A' || i, 'unitary', 'South', {at} FROM n",
            numbers("n", AUTHORITIES)
        ),
        format!(
            "INSERT INTO forum (id, guild_id, region, channel_id, threads, language, tags, paused) \
             VALUES (1, {GUILD}, 'South', 8, FALSE, 'en', '{{}}', FALSE), \
             (2, {GUILD}, 'North', 9, FALSE, 'en', '{{}}', FALSE)"
        ),
        format!(
            "INSERT INTO tender (id, guild_id, reference, title, lead_id, regime, open_book, stage, respond_by, starts, \
             ends, published_on, created_by, created_at) WITH RECURSIVE {tenders_n} \
             SELECT i, {GUILD}, 'T-' || i, 'Fuel ' || i, 1 + (i % {AUTHORITIES}), 'wales', FALSE, \
             CASE i % 4 WHEN 0 THEN 'collecting' ELSE 'call_off' END, '2028-03-01T12:00:00+00:00', '2026-04-01', \
             '2028-03-31', '2026-05-01', 1, {at} FROM n"
        ),
        format!(
            "INSERT INTO lot (id, tender_id, number, title, unit) WITH RECURSIVE {} \
             SELECT i, (i + 1) / 2, 1 + (i + 1) % 2, 'Lot ' || i, 'tonne' FROM n",
            numbers("n", tenders * 2)
        ),
        format!(
            "INSERT INTO post (id, tender_id, forum_id) WITH RECURSIVE {tenders_n} SELECT i, i, 1 FROM n"
        ),
        format!(
            "INSERT INTO post (id, tender_id, forum_id) WITH RECURSIVE {tenders_n} \
             SELECT {tenders} + i, i, 2 FROM n WHERE i <= {DIGEST}"
        ),
        format!(
            "INSERT INTO participation (tender_id, authority_id, state, answered, wave, at) \
             WITH RECURSIVE {tenders_n}, {parts_n} \
             SELECT n.i, {participant}, 'joined', TRUE, 1, {at} FROM n, p"
        ),
        format!(
            "INSERT INTO requirement (lot_id, authority_id, year, revision, current, expected, committed, baseline, late, \
             by_user, at) WITH RECURSIVE {tenders_n}, {parts_n} \
             SELECT 2 * n.i - l.i, {participant}, 0, 1, TRUE, 100000 + p.i * 1000, TRUE, 1700000 + p.i, FALSE, 1, {at} \
             FROM n, p, (SELECT 0 AS i UNION ALL SELECT 1) l"
        ),
        format!(
            "INSERT INTO award (id, lot_id, supplier, sme, local, at) WITH RECURSIVE {} \
             SELECT i, i, 'Supplier ' || (i % 40), i % 3 = 0, i % 5 = 0, {at} FROM n WHERE ((i + 1) / 2) % 4 <> 0",
            numbers("n", tenders * 2)
        ),
        "INSERT INTO award_band (award_id, from_quantity, price) \
         SELECT a.id, b.f, b.p FROM award a, (SELECT 0 AS f, 1520000 AS p UNION ALL SELECT 400000, 1475000 \
         UNION ALL SELECT 700000, 1432500) b"
            .to_owned(),
        format!(
            "INSERT INTO call_off (id, lot_id, authority_id, year, quantity, by_user, at) WITH RECURSIVE {} \
             SELECT c.i, {lot_of}, {whose}, 1 + (c.i % 730) / 365, 1000 + (c.i % 7) * 250, 1, {moment} FROM c",
            numbers("c", call_offs)
        ),
        "INSERT INTO call_off_part (call_off_id, number, quantity, price) \
         SELECT id, 1, quantity, CASE id % 3 WHEN 0 THEN 1520000 WHEN 1 THEN 1475000 ELSE 1432500 END FROM call_off"
            .to_owned(),
        "INSERT INTO call_off_total (lot_id, year, authority_id, quantity) \
         SELECT lot_id, year, authority_id, SUM(quantity) FROM call_off GROUP BY lot_id, year, authority_id \
         UNION ALL SELECT lot_id, year, 0, SUM(quantity) FROM call_off GROUP BY lot_id, year"
            .to_owned(),
        "INSERT INTO call_off_sum (lot_id, authority_id, year, financial_year, price, quantity) \
         SELECT c.lot_id, c.authority_id, c.year, 2025 + c.year, p.price, SUM(p.quantity) \
         FROM call_off c JOIN call_off_part p ON p.call_off_id = c.id GROUP BY 1, 2, 3, 4, 5"
            .to_owned(),
        "ANALYZE".to_owned(),
    ] {
        db.execute_unprepared(&sql)
            .await
            .unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }
}
