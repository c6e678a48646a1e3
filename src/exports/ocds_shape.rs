//! The parts of the Open Contracting Data Standard, 1.1, that griffin has something to say in
//! (standard.open-contracting.org/1.1, release schema), with the lots, techniques and organization scale extensions.

use serde::Serialize;
use serde_json::Number;

/// What both kinds of package say of themselves.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Package<T> {
    pub uri: String,
    pub version: &'static str,
    pub extensions: [&'static str; 3],
    pub published_date: String,
    pub publisher: Publisher,
    #[serde(flatten)]
    pub contents: T,
}

#[derive(Debug, Serialize)]
pub(super) struct Publisher {
    pub name: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Releases {
    pub releases: Vec<Release>,
}

#[derive(Debug, Serialize)]
pub(super) struct Records {
    pub records: Vec<Record>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    pub ocid: String,
    pub compiled_release: Release,
    pub releases: Vec<Release>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Release {
    pub ocid: String,
    pub id: String,
    pub date: String,
    pub tag: Vec<&'static str>,
    pub initiation_type: &'static str,
    pub language: &'static str,
    pub parties: Vec<Party>,
    pub tender: OcdsTender,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<OcdsAward>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contracts: Vec<Contract>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Party {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_point: Option<ContactPoint>,
    pub roles: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Identifier {
    pub scheme: String,
    pub id: String,
    pub legal_name: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Address {
    pub street_address: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ContactPoint {
    pub email: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Details {
    /// Organization scale extension.
    pub scale: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Reference {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OcdsTender {
    pub id: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub status: &'static str,
    pub procuring_entity: Reference,
    pub items: Vec<Item>,
    pub lots: Vec<OcdsLot>,
    pub techniques: Techniques,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tender_period: Option<Period>,
    pub contract_period: Period,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<Amendment>,
}

/// Techniques extension.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Techniques {
    pub has_framework_agreement: bool,
    pub framework_agreement: FrameworkAgreement,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct FrameworkAgreement {
    pub method: &'static str,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item {
    pub id: String,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classification: Option<Classification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Number>,
    pub unit: OcdsUnit,
    /// Lots extension.
    pub related_lot: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Classification {
    pub scheme: &'static str,
    pub id: String,
    pub description: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct OcdsUnit {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Value {
    pub amount: Number,
    pub currency: &'static str,
}

/// Lots extension.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OcdsLot {
    pub id: String,
    pub title: String,
    pub status: &'static str,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Period {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    pub id: String,
    pub document_type: &'static str,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Amendment {
    pub id: String,
    pub date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rationale: Option<String>,
    pub description: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OcdsAward {
    pub id: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub status: &'static str,
    pub date: String,
    pub suppliers: Vec<Reference>,
    pub items: Vec<Item>,
    pub contract_period: Period,
    /// Lots extension.
    pub related_lots: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Contract {
    pub id: String,
    #[serde(rename = "awardID")]
    pub award_id: String,
    pub title: String,
    pub status: &'static str,
    pub period: Period,
    pub items: Vec<Item>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<Amendment>,
}
