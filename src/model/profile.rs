//! The profile of a user.

/// Whether Okta's base schema of user profiles has the attribute; all of these are texts.
pub(crate) fn is_base_attribute(name: &str) -> bool {
    const ATTRIBUTES: [&str; 31] = [
        "login",
        "email",
        "secondEmail",
        "firstName",
        "lastName",
        "middleName",
        "honorificPrefix",
        "honorificSuffix",
        "title",
        "displayName",
        "nickName",
        "profileUrl",
        "primaryPhone",
        "mobilePhone",
        "streetAddress",
        "city",
        "state",
        "zipCode",
        "countryCode",
        "postalAddress",
        "preferredLanguage",
        "locale",
        "timezone",
        "userType",
        "employeeNumber",
        "costCenter",
        "organization",
        "division",
        "department",
        "managerId",
        "manager",
    ];
    ATTRIBUTES.contains(&name)
}
