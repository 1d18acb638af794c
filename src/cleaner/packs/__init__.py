"""Rule packs: data, no code. One TOML file a platform, `general-*.toml` by label, and `schema.json`, the form of them all."""
