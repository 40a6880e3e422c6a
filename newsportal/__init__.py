"""The project package: settings, addresses, and what every part of the portal shares."""
