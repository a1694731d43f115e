"""The command line. `console.cli.main.main` is its entry; each verb loads only what it needs."""
