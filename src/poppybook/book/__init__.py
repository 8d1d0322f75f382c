"""The ground floor: how files, archives and child processes are handled, whoever asks. Imports nothing above it."""
