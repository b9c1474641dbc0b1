package main

// usage is what --help prints.
const usage = `acronis-reports-mcp is an MCP server for the usage reports of Acronis Cyber Protect
Cloud.

Usage:
  acronis-reports-mcp login [--profile NAME] [--secret-file FILE]
                                               ask for data centre and API client, try them,
                                               and store them as a profile: the secret in the
                                               system's keychain, or in a new private file
  acronis-reports-mcp logout [--profile NAME]  remove a profile and its secret
  acronis-reports-mcp profiles                 list the profiles
  acronis-reports-mcp [flags]                  serve MCP on standard input and output
  acronis-reports-mcp [flags] tools [--json]   list the tools
  acronis-reports-mcp [flags] call TOOL [key=value … | JSON | -]
                                               call a tool; - reads JSON from standard input.
                                               Separate several calls with +; they share
                                               one session
  acronis-reports-mcp [flags] doctor [--json]  check settings, folders, network, token and rights
  acronis-reports-mcp [flags] dataset --out DIR --months FIRST..LAST [--tenant T]
                              [--create] [--no-names]
                                               keep a folder of months for database engines,
                                               such as --months 2024-01..2026-10. With --create
                                               and --access write it creates reports that are
                                               missing; --no-names leaves out names
  acronis-reports-mcp [flags] config APP       print the configuration that connects an app with
                                               these flags and settings. APP is claude-desktop,
                                               claude-code, vscode, cursor, windsurf, goose,
                                               chatgpt, gemini, opencode, cline, copilot or
                                               generic
  acronis-reports-mcp [flags] config APP --write [--yes]
                                               put it into the app's file: show what changes,
                                               ask, and keep a copy of the old file
  acronis-reports-mcp config --list            list the apps, whether they are installed, and what
                                               they are connected with
  acronis-reports-mcp [flags] prices init [--month M]
                                               print the beginning of a price list: a row for
                                               each distinct line of a month
  acronis-reports-mcp [flags] prices check FILE [--month M]
                                               report what is wrong with a price list

Flags:
  --demo             use a simulated data centre: no account, no network
  --profile NAME     use the data centre and the API client that login has stored
  --access LEVEL     what tools may do: read (default), write or delete. The default
                     with --demo is delete
  --no-ask           do not ask for confirmation
  --yes              only for call, config and login: confirm in advance
  --export-dir DIR   the folder that export_usage writes to. Without it, exporting is off
  --cache DIR        keep downloaded reports in this folder. Without it, they are removed
                     when the program ends. Ignored with --demo
  --prices FILE      your price list, for price_usage and invoices
  --costs api|FILE   what usage costs you: api for the vendor's price lists, or a file in
                     the format of --prices
  --invoice-prefix, --invoice-account, --invoice-tax TEXT
                     for invoices of export_usage in the layouts xero and quickbooks: what
                     their numbers begin with, and the codes of account and tax
  --invoice-days N   the days until they are due, 30 by default
  --memory MIB       how much memory the program should use at most, 512 by default
  --log-level LEVEL  debug, info, warn or error. The default is info for the server and
                     warn for commands
  --log-file FILE    append the log to this file instead of standard error
  --version          print the version
  --help             print this help

Environment variables:
  ACRONIS_BASE_URL            the data centre, such as https://eu2-cloud.acronis.com
  ACRONIS_CLIENT_ID           the id of an API client of that data centre
  ACRONIS_CLIENT_SECRET       its secret
  ACRONIS_CLIENT_SECRET_FILE  a file that holds the secret, instead of the secret itself
  ACRONIS_ACCESS_TOKEN        a ready access token, instead of client id and secret
  ACRONIS_PROFILE             the same as --profile, instead of all above
  ACRONIS_TENANT_ID           the tenant you work in, if it is not the API client's own
  ACRONIS_LABEL               a name for this data centre, if you connect several
  ACRONIS_ACCESS              the same as --access
  ACRONIS_EXPORT_DIR          the same as --export-dir
  ACRONIS_CACHE               the same as --cache
  ACRONIS_PRICES              the same as --prices
  ACRONIS_COSTS               the same as --costs
  ACRONIS_MEMORY              the same as --memory

Exit status: 0 done; 1 a tool, a check or the program failed; 2 wrong usage; 75 a
report is not ready yet: try again later.
`
