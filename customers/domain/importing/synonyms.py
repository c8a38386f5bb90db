"""The names under which other programs export a column, in the languages we meet most.

Names are separated by commas; their case, blanks and punctuation do not count.
"""

SYNONYMS = {
    "email": """
        e-mail, mail, email address, e-mail address, work email, contact email, primary email,
        customer email, e-mail-adresse, adresse e-mail, correo
    """,
    "external_id": """
        customer id, id, contact id, crm id, external id, client id, record id, user id, customer
        number, customer no, kundennummer, kundennr, kunden-nr., kunden-id, customer, customer key, uid,
        contact number
    """,
    "name": """
        full name, customer name, contact name, contact, display name, kundenname, nom complet,
        nombre completo
    """,
    "first_name": """
        given name, forename, vorname, prénom, nombre
    """,
    "last_name": """
        surname, family name, nachname, nom, apellido, apellidos
    """,
    "phone": """
        telephone, telephone number, mobile, mobile phone, tel, phone no, telefon, telefonnummer,
        téléphone, teléfono
    """,
    "language": """
        locale, lang, language code, preferred language, sprache
    """,
    "time_zone": """
        timezone, tz, zeitzone
    """,
    "country": """
        country code, country/region, land, pays, país
    """,
    "source": """
        lead source, source code
    """,
    "joined_on": """
        joined on, join date, joining date, member since, signup date, sign-up date, signed up,
        customer since, registered, registration date, created, created at, create date, date
        joined, start date, kunde seit, beitritt
    """,
    "first_purchase_on": """
        first purchase on, first purchase date, first order, first order date, purchase date,
        first bought, erster kauf, erstkauf
    """,
    "last_purchase_on": """
        last purchase on, last purchase date, last order, last order date, latest order, most
        recent purchase, letzter kauf
    """,
    "purchase_count": """
        purchases, purchase count, orders, number of orders, order count, total orders, orders
        count, käufe, anzahl käufe, bestellungen
    """,
    "renewal_on": """
        renewal on, renewal date, renews on, next renewal, contract end, contract end date, expiry
        date, expires, subscription end, verlängerung, vertragsende
    """,
    "churned_on": """
        churned on, churn date, cancelled, canceled, cancelled on, cancellation date, lost on, end
        date, terminated, gekündigt, kündigung
    """,
    "account_name": """
        company, account, account name, organisation, organization, employer, firm, firma,
        unternehmen, société, empresa, customer company
    """,
    "account_external_id": """
        company id, account id, organization id, account number, firmennummer
    """,
    "account_manager": """
        account manager, owner, account owner, owner email, csm, customer success manager, account
        manager email
    """,
    "account_industry": """
        sector, company industry, branche
    """,
    "account_country": """
        account country, billing country
    """,
    "account_annual_revenue": """
        arr, annual revenue, annual recurring revenue, contract value, acv, annual contract value,
        account value, jahresumsatz, umsatz
    """,
    "account_currency": """
        currency, currency code, währung
    """,
    "account_renewal_on": """
        account renewal, account renewal date, company renewal date
    """,
    "account_churned_on": """
        account churned, account churn date
    """,
    "opted_in": """
        opt in, opt-in, opted in, email opt in, consent, marketing consent, survey consent,
        einwilligung, gdpr consent
    """,
    "opted_in_at": """
        opted in at, opt in date, opt-in date, consent date, consent given on, consented at
    """,
    "opt_in_source": """
        opt in source, opt-in source, consent source, basis, legal basis, consent basis
    """,
    "unsubscribed": """
        do not contact, do not email, do not mail, email opt out, has opted out of email, opt out,
        opted out, opt-out, unsubscribe, suppressed, blocked, no surveys, keine kontaktaufnahme, abgemeldet
    """,
    "last_surveyed_on": """
        last surveyed, last surveyed on, last survey date, last survey sent, last survey, last nps survey,
        survey sent at, last asked
    """,
}
