//! The types of payloads: what they write they read, absent, null and value stay apart, and what is
//! well-formed has no error on its surface.

use std::fmt::Debug;

use proptest::prelude::*;
use serde_json::{Value, json};
use userlint::Surface;
use userlint::model::{
    AnyId, BatchRequest, Custom, CustomPatch, DataApiCreateUser, DataApiSetUser, EmailAddress, LanguageTag,
    Maybe, OneOrMany, Operation, OperationOptions, Payload, PhoneNumber, PhotoUrl, PushTokens,
    PushTokensPatch, ResponseUser, RestUpdateUser, RestUser, SdkUser, True, UserId, UserPage, UsersRequest,
    WebhookEvent,
};

#[test]
fn a_user_of_the_sdk_stays_itself_and_is_accepted() {
    proptest!(runs(), |(user in sdk_user())| stays_itself_and_is_accepted(&user)?);
}

#[test]
fn a_user_for_create_stays_itself_and_is_accepted() {
    proptest!(runs(), |(user in data_api_create_user())| stays_itself_and_is_accepted(&user)?);
}

#[test]
fn a_user_for_set_stays_itself_and_is_accepted() {
    proptest!(runs(), |(user in data_api_set_user())| stays_itself_and_is_accepted(&user)?);
}

#[test]
fn a_user_for_rest_stays_itself_and_is_accepted() {
    proptest!(runs(), |(user in rest_user())| stays_itself_and_is_accepted(&user)?);
}

#[test]
fn a_change_for_rest_stays_itself_and_is_accepted() {
    proptest!(runs(), |(user in rest_update_user())| stays_itself_and_is_accepted(&user)?);
}

#[test]
fn a_user_of_a_response_stays_itself_and_is_accepted() {
    proptest!(runs(), |(user in response_user())| stays_itself_and_is_accepted(&user)?);
}

fn runs() -> ProptestConfig {
    ProptestConfig {
        cases: 500,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn stays_itself_and_is_accepted<T: Payload + PartialEq + Debug>(user: &T) -> Result<(), TestCaseError> {
    let text = serde_json::to_string(user).expect("a user is JSON");
    let read: T =
        serde_json::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
    prop_assert_eq!(&read, user);
    let report = user.validate();
    prop_assert_eq!(report.payloads, 1);
    prop_assert!(report.is_accepted(), "{text}\n{:#?}", report.findings);
    prop_assert!(report.verdicts.get(T::SURFACE).judged);
    Ok(())
}

#[test]
fn absent_null_and_value_stay_apart() {
    let email = |text: &str| serde_json::from_str::<RestUser>(text).expect("a user").email;
    assert_eq!(email(r#"{"name":"A"}"#), Maybe::Absent);
    assert_eq!(email(r#"{"name":"A","email":null}"#), Maybe::Null);
    assert_eq!(email(r#"{"name":"A","email":[]}"#), Maybe::Value(Vec::new()));

    let role = |text: &str| serde_json::from_str::<DataApiCreateUser>(text).map(|user| user.role);
    assert_eq!(role(r#"{"name":"A"}"#).expect("a user"), None);
    assert_eq!(
        role(r#"{"name":"A","role":"x"}"#).expect("a user"),
        Some("x".into())
    );
    assert!(role(r#"{"name":"A","role":null}"#).is_err());
}

/// Each optional field of each type, given null: serde and the schema must be of one mind.
#[test]
fn null_is_read_where_the_schema_takes_it() {
    fn of<T: Payload>() {
        let schema = serde_json::to_value(schemars::schema_for!(T)).expect("a schema is JSON");
        let minimal = json!({ "id": "user_7", "name": "Linda" });
        for (key, property) in schema["properties"].as_object().expect("a schema of an object") {
            let types = property["type"].as_array();
            let takes_null = types.is_some_and(|types| types.iter().any(|one| one == "null"));
            let mut user = minimal.clone();
            user[key] = Value::Null;
            let is_read = serde_json::from_value::<T>(user).is_ok();
            assert_eq!(is_read, takes_null, "{}: {key}", T::SURFACE);
        }
    }
    of::<SdkUser>();
    of::<DataApiCreateUser>();
    of::<DataApiSetUser>();
    of::<RestUser>();
    of::<RestUpdateUser>();
    of::<ResponseUser>();
}

#[test]
fn keys_that_nobody_knows_are_passed_over() {
    let user: SdkUser = serde_json::from_str(r#"{"id":5,"name":"A","nickname":{}}"#).expect("a user");
    assert_eq!(user, SdkUser::new(5, "A"));
}

#[test]
fn what_is_wrong_is_found_on_the_surface_of_the_type() {
    let mut user: ResponseUser = serde_json::from_str(r#"{"id":"a","name":"A","email":[]}"#).expect("a user");
    assert!(user.validate().is_accepted());
    user.id = "".into();
    let report = user.validate();
    assert_eq!(report.is_accepted_on(Surface::Response), Some(false));
    assert_eq!(
        report.is_accepted_on(Surface::Sdk),
        None,
        "which was not asked for"
    );
}

#[test]
fn an_id_keeps_the_form_in_which_it_was_written() {
    let text: AnyId = "5".into();
    let number: AnyId = 5.into();
    assert_ne!(text, number);
    assert_eq!((json!(text), json!(number)), (json!("5"), json!(5)));
    assert_eq!(
        (text.to_string(), number.to_string()),
        ("5".to_owned(), "5".to_owned())
    );
    let id: UserId = "a".into();
    assert_eq!(AnyId::from(id.clone()), AnyId::Text(id));
}

#[test]
fn one_and_many_are_told_apart() {
    let one: OneOrMany<EmailAddress> = "a@talkjs.com".into();
    let many: OneOrMany<EmailAddress> = ["a@talkjs.com"].into_iter().collect();
    assert_eq!(
        (json!(one), json!(many)),
        (json!("a@talkjs.com"), json!(["a@talkjs.com"]))
    );
    assert_eq!(one.as_slice(), many.as_slice());
}

#[test]
fn a_push_token_is_true_or_null_and_nothing_else() {
    let patch = |text: &str| serde_json::from_str::<PushTokensPatch>(text);
    let both = PushTokensPatch::from([("fcm:a", Some(True)), ("apns:b", None)]);
    assert_eq!(patch(r#"{"fcm:a":true,"apns:b":null}"#).expect("a map"), both);
    assert!(patch(r#"{"fcm:a":false}"#).is_err());
    assert!(serde_json::from_str::<PushTokens>(r#"{"fcm:a":null}"#).is_err());
}

#[test]
fn what_holds_several_users_stays_itself() {
    fn stays<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) {
        let document: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(serde_json::to_string(&document).expect("JSON"), text);
    }
    stays::<UsersRequest>(r#"{"a":{"name":"A","email":null},"b":{"name":"B"}}"#);
    stays::<BatchRequest>(r#"[[1,"PUT","/users/a",{"name":"A"},{"api_version":"2024-01-01"}]]"#);
    stays::<BatchRequest>(r#"[[1,"GET","/users/a"],[2.5,"PUT","/users/b",{}],[3,"GET","/x",null,{}]]"#);
    stays::<UserPage>(r#"{"data":[{"id":"a","name":"A","locale":null,"createdAt":1611315200000}]}"#);
    stays::<WebhookEvent>(
        r#"{"id":"evt_1","type":"message.sent","createdAt":1,"data":{"sender":{"id":"a","name":"A"}}}"#,
    );
    stays::<WebhookEvent>(r#"{"id":"evt_1","type":"message.sent","createdAt":1,"data":{"sender":null}}"#);
}

#[test]
fn an_operation_has_three_to_five_parts() {
    let read = |text: &str| serde_json::from_str::<Operation>(text);
    let mut operation = Operation::new(1, "PUT", "/users/a");
    assert_eq!(read(r#"[1,"PUT","/users/a"]"#).expect("an operation"), operation);
    operation.options = Some(OperationOptions::default());
    assert_eq!(json!(operation), json!([1, "PUT", "/users/a", null, {}]));
    for wrong in [
        r"[]",
        r#"[1,"PUT"]"#,
        r#"["1","PUT","/x"]"#,
        r#"[1,"GET","/x",null,null]"#,
        r#"[1,"a","b",1,{},6]"#,
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

fn sdk_user() -> impl Strategy<Value = SdkUser> {
    let contact = (
        maybe(one_or_many(email())),
        maybe(one_or_many(phone())),
        maybe(photo_url()),
        maybe(locale()),
    );
    let rest = (
        maybe(text()),
        maybe(text()),
        maybe(custom_patch()),
        maybe(text()),
        maybe(text()),
    );
    (any_id(), text(), contact, rest).prop_map(|(id, name, contact, rest)| {
        let mut user = SdkUser::new(id, name);
        (user.email, user.phone, user.photo_url, user.locale) = contact;
        let (welcome_message, role, custom, availability_text, configuration) = rest;
        user.welcome_message = of(welcome_message);
        user.role = of(role);
        user.custom = custom;
        user.availability_text = of(availability_text);
        user.configuration = of(configuration);
        user
    })
}

fn data_api_create_user() -> impl Strategy<Value = DataApiCreateUser> {
    let contact = (
        option(one_or_many(email())),
        option(one_or_many(phone())),
        option(photo_url()),
        option(locale()),
    );
    let rest = (
        option(text()),
        option(text()),
        option(custom()),
        option(push_tokens()),
    );
    (option(id()), text(), contact, rest).prop_map(|(id, name, contact, rest)| {
        let mut user = DataApiCreateUser::new(name);
        user.id = id;
        (user.email, user.phone, user.photo_url, user.locale) = contact;
        let (welcome_message, role, custom, push_tokens) = rest;
        user.welcome_message = welcome_message.map(Into::into);
        user.role = role.map(Into::into);
        user.custom = custom;
        user.push_tokens = push_tokens;
        user
    })
}

fn data_api_set_user() -> impl Strategy<Value = DataApiSetUser> {
    let contact = (
        maybe(one_or_many(email())),
        maybe(one_or_many(phone())),
        maybe(photo_url()),
        maybe(locale()),
    );
    let rest = (
        maybe(text()),
        maybe(text()),
        maybe(custom_patch()),
        maybe(push_tokens_patch()),
    );
    (option(id()), option(text()), contact, rest).prop_map(|(id, name, contact, rest)| {
        let mut user = DataApiSetUser::new();
        user.id = id;
        user.name = name.map(Into::into);
        (user.email, user.phone, user.photo_url, user.locale) = contact;
        let (welcome_message, role, custom, push_tokens) = rest;
        user.welcome_message = of(welcome_message);
        user.role = of(role);
        user.custom = custom;
        user.push_tokens = push_tokens;
        user
    })
}

fn rest_user() -> impl Strategy<Value = RestUser> {
    (text(), rest_update_user()).prop_map(|(name, change)| {
        let mut user = RestUser::new(name);
        user.id = change.id;
        user.email = change.email;
        user.phone = change.phone;
        user.photo_url = change.photo_url;
        user.locale = change.locale;
        user.welcome_message = change.welcome_message;
        user.role = change.role;
        user.custom = change.custom;
        user.push_tokens = change.push_tokens;
        user.availability_text = change.availability_text;
        user.configuration = change.configuration;
        user
    })
}

fn rest_update_user() -> impl Strategy<Value = RestUpdateUser> {
    let contact = (
        maybe(list(email())),
        maybe(list(phone())),
        maybe(photo_url()),
        maybe(locale()),
    );
    let texts = (maybe(text()), maybe(text()), maybe(text()), maybe(text()));
    let maps = (maybe(custom_patch()), maybe(push_tokens_patch()));
    (option(any_id()), option(text()), contact, texts, maps).prop_map(|(id, name, contact, texts, maps)| {
        let mut user = RestUpdateUser::new();
        user.id = id;
        user.name = name.map(Into::into);
        (user.email, user.phone, user.photo_url, user.locale) = contact;
        let (welcome_message, role, availability_text, configuration) = texts;
        user.welcome_message = of(welcome_message);
        user.role = of(role);
        user.availability_text = of(availability_text);
        user.configuration = of(configuration);
        (user.custom, user.push_tokens) = maps;
        user
    })
}

/// What TalkJS sends may hold any string where the other surfaces ask for a form.
fn response_user() -> impl Strategy<Value = ResponseUser> {
    let contact = (
        maybe(list(text())),
        maybe(list(text())),
        maybe(photo_url()),
        maybe(text()),
    );
    let texts = (maybe(text()), maybe(text()), maybe(text()), maybe(text()));
    let tokens = prop::collection::btree_map(text().prop_map(Into::into), any_value(), 0..3);
    let rest = (
        maybe(custom()),
        maybe(tokens),
        option(any::<i64>()),
        maybe(text()),
    );
    (id(), text(), contact, texts, rest).prop_map(|(id, name, contact, texts, rest)| {
        let mut user = ResponseUser::new(id, name);
        let (email, phone, photo_url, locale) = contact;
        user.email = list_of(email);
        user.phone = list_of(phone);
        user.photo_url = photo_url;
        user.locale = of(locale);
        let (welcome_message, role, availability_text, configuration) = texts;
        user.welcome_message = of(welcome_message);
        user.role = of(role);
        user.availability_text = of(availability_text);
        user.configuration = of(configuration);
        let (custom, push_tokens, created_at, header_photo_url) = rest;
        user.custom = custom;
        user.push_tokens = push_tokens;
        user.created_at = created_at.map(Into::into);
        user.header_photo_url = of(header_photo_url);
        user
    })
}

fn maybe<T: Debug + Clone>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Maybe<T>> {
    prop_oneof![
        Just(Maybe::Absent),
        Just(Maybe::Null),
        value.prop_map(Maybe::Value)
    ]
}

fn option<T: Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::of(value)
}

fn list<T: Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(value, 0..3)
}

fn one_or_many<T: Debug + Clone>(
    value: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = OneOrMany<T>> {
    prop_oneof![
        value.clone().prop_map(OneOrMany::One),
        list(value).prop_map(OneOrMany::Many)
    ]
}

/// The same with a value of the field's own type.
fn of<T: From<String>>(text: Maybe<String>) -> Maybe<T> {
    match text {
        Maybe::Absent => Maybe::Absent,
        Maybe::Null => Maybe::Null,
        Maybe::Value(text) => Maybe::of(text),
    }
}

fn list_of<T: From<String>>(texts: Maybe<Vec<String>>) -> Maybe<Vec<T>> {
    match texts {
        Maybe::Absent => Maybe::Absent,
        Maybe::Null => Maybe::Null,
        Maybe::Value(texts) => Maybe::Value(texts.into_iter().map(Into::into).collect()),
    }
}

/// Any string, lone surrogates apart, which Rust has not.
fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof!["[a-zA-Z ]{0,8}", any::<String>()]
}

fn id() -> impl Strategy<Value = UserId> {
    ".+".prop_map(Into::into)
}

fn any_id() -> impl Strategy<Value = AnyId> {
    const MAX: i64 = (1 << 53) - 1;
    prop_oneof![id().prop_map(AnyId::from), (-MAX..=MAX).prop_map(AnyId::from)]
}

fn email() -> impl Strategy<Value = EmailAddress> + Clone {
    "[a-z0-9+_-]{1,64}@([a-z0-9]{1,9}\\.){1,3}[a-z]{2,6}".prop_map(Into::into)
}

fn phone() -> impl Strategy<Value = PhoneNumber> + Clone {
    "\\+[1-9][0-9]{1,14}".prop_map(Into::into)
}

fn photo_url() -> impl Strategy<Value = PhotoUrl> {
    let url = prop_oneof![
        "https?://[a-z]{1,9}\\.org/[a-zA-Z0-9/._?=&;%-]{0,20}",
        "[a-z./]{0,20}"
    ];
    url.prop_map(Into::into)
}

fn locale() -> impl Strategy<Value = LanguageTag> {
    "[a-zA-Z]{2,3}(-[A-Z][a-z]{3})?(-([A-Za-z]{2}|[0-9]{3}))?(-u-[a-z]{2}-[a-z]{3,8})?".prop_map(Into::into)
}

fn custom() -> impl Strategy<Value = Custom> {
    prop::collection::btree_map(text(), text(), 0..3).prop_map(Custom)
}

fn custom_patch() -> impl Strategy<Value = CustomPatch> {
    prop::collection::btree_map(text(), option(text()), 0..3).prop_map(CustomPatch)
}

fn push_tokens() -> impl Strategy<Value = PushTokens> {
    list("(fcm|apns):.+").prop_map(|tokens| tokens.into_iter().map(|token| (token, True)).collect())
}

fn push_tokens_patch() -> impl Strategy<Value = PushTokensPatch> {
    list(("(fcm|apns):.+", option(Just(True)))).prop_map(|tokens| tokens.into_iter().collect())
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(true)),
        Just(json!(null)),
        Just(json!(false)),
        Just(json!([1, "x"]))
    ]
}
