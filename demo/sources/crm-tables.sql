CREATE TABLE accounts ( -- Companies and people that sales looks after; one customer may have two accounts
  account_id INTEGER PRIMARY KEY, -- Key inside the CRM
  customer_number TEXT, -- Customer number as sales typed it: C- and seven digits (the shop's 10042 is C-0010042); may be missing
  account_name TEXT NOT NULL, -- Name of the company
  owner TEXT NOT NULL, -- Who looks after the account
  country TEXT NOT NULL, -- ISO 3166 code
  status TEXT NOT NULL, -- active, prospect, dormant or lost
  expected_revenue_eur INTEGER, -- Expected revenue a year, in whole euros
  opened_on DATE NOT NULL, -- Day on which the account was entered
  updated_at DATETIME NOT NULL -- Last change, UTC
);

CREATE TABLE contacts ( -- People to talk to
  contact_id INTEGER PRIMARY KEY, -- Key inside the CRM
  account_id INTEGER NOT NULL REFERENCES accounts (account_id), -- Account the person belongs to
  full_name TEXT NOT NULL, -- Name, in any script
  email TEXT, -- Mail address, if known
  phone TEXT, -- Telephone, as typed
  role TEXT NOT NULL, -- buyer, accounts, technical or management
  is_main BOOLEAN NOT NULL -- Main contact; an account may have several, or none
);

CREATE TABLE tickets ( -- Questions and complaints
  ticket_id INTEGER PRIMARY KEY, -- Number told to the customer
  account_id INTEGER REFERENCES accounts (account_id), -- Account, if support found it
  customer_number TEXT, -- Customer number as told on the phone, in the CRM's form
  subject TEXT NOT NULL, -- First line of the ticket
  priority TEXT NOT NULL, -- low, normal, high or urgent
  opened_at DATETIME NOT NULL, -- UTC
  closed_at DATETIME, -- UTC; empty while open
  satisfaction INTEGER -- 1 (bad) to 5 (good), if the customer answered
);
