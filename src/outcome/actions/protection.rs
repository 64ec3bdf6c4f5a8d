//! What Okta does about sessions, devices and risks.

use crate::outcome::said::{List, Set, Text, settings};

settings! {
    /// What is done about a user's risk (OpenAPI description, `EntityRiskPolicyRuleActionsObject`).
    pub struct EntityRisk<'d> {
        /// The responses.
        responses: Set<'d, Response<'d>> = Key::ACTIONS,
    }
}

settings! {
    /// What is done about a session that no longer meets its policies (OpenAPI description,
    /// `PostAuthSessionFailureActionsObject`).
    pub struct PostAuthSession<'d> {
        /// The responses.
        responses: Set<'d, Response<'d>> = Key::FAILURE_ACTIONS,
    }
}

settings! {
    /// One thing that is done.
    pub struct Response<'d> {
        /// `TERMINATE_SESSION`, `TERMINATE_ALL_SESSIONS` or `RUN_WORKFLOW`.
        kind: Text<'d> = Key::ACTION,
        /// Which workflow is run.
        workflow: Workflow<'d> = Key::WORKFLOW,
    }
}

settings! {
    /// A workflow.
    pub struct Workflow<'d> {
        /// Its id.
        id: i64 = Key::ID,
    }
}

settings! {
    /// What is done about sessions that may have been taken over (Terraform provider,
    /// `okta_session_violation_policy_rule`).
    pub struct SessionViolationDetection<'d> {
        /// Whether policies are evaluated again.
        policy_evaluation: PolicyEvaluation<'d> = Key::POLICY_EVALUATION,
    }
}

settings! {
    /// Whether policies are evaluated again.
    pub struct PolicyEvaluation<'d> {
        /// Whether they are.
        enabled: bool = Key::ENABLED,
    }
}

settings! {
    /// Who is asked about the device (OpenAPI description, `DeviceContextProvider`).
    pub struct DeviceSignalCollection<'d> {
        /// The providers.
        providers: List<'d, DeviceSignalProvider<'d>> = Key::DEVICE_CONTEXT_PROVIDERS,
    }
}

settings! {
    /// Who is asked about the device.
    pub struct DeviceSignalProvider<'d> {
        /// `OKTA_VERIFY`, `CHROME_DEVICE_TRUST` or `DEVICE_POSTURE_IDP`.
        key: Text<'d> = Key::KEY,
        /// Which provider.
        id: Text<'d> = Key::ID,
        /// Whether it may tell who the user is: `ALLOW` or `IGNORE`.
        user_identification: Text<'d> = Key::USER_IDENTIFICATION,
    }
}

settings! {
    /// How users say who they are (Okta's guide on user identification policies).
    pub struct UserIdentification<'d> {
        /// The settings.
        settings: IdentificationSettings<'d> = Key::SETTINGS,
    }
}

settings! {
    /// How users say who they are.
    pub struct IdentificationSettings<'d> {
        /// By method.
        security_methods: SecurityMethods<'d> = Key::SECURITY_METHODS,
    }
}

settings! {
    /// How users say who they are, by method.
    pub struct SecurityMethods<'d> {
        /// Okta FastPass.
        fastpass: FastPass<'d> = Key::FASTPASS,
    }
}

settings! {
    /// How Okta FastPass is offered.
    pub struct FastPass<'d> {
        /// `ALWAYS` or `NEVER`.
        sign_in_button: Text<'d> = Key::SHOW_SIGN_IN_BUTTON,
    }
}

settings! {
    /// Which clients may update themselves (OpenAPI description, `ClientUpdatePolicy`).
    pub struct UpdateControls<'d> {
        /// By client.
        controls: List<'d, UpdateControl<'d>> = Key::ACTIONS,
    }
}

settings! {
    /// Whether a client may update itself.
    pub struct UpdateControl<'d> {
        /// `OKTA_VERIFY_UPDATE`.
        kind: Text<'d> = Key::ACTION,
        /// `ALLOW`, `HOTFIX_ONLY` or `DENY`.
        value: Text<'d> = Key::VALUE,
    }
}

settings! {
    /// Where claims come from (Okta's guide on identity claim sourcing).
    pub struct ClaimSourcing<'d> {
        /// How they are refreshed.
        refresh: ClaimRefresh<'d> = Key::REFRESH,
    }
}

settings! {
    /// How claims are refreshed.
    pub struct ClaimRefresh<'d> {
        /// `NONE` or `FIXED`.
        redirect: Text<'d> = Key::REDIRECT_TYPE,
    }
}
