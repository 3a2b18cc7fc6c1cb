/** A document whose answers show what the panel can show. */
export const handbook = `# Relay handbook

Relay moves messages between services. It is written in Go and released under the Apache License 2.0.

## Installation

Relay needs Linux 5.10 or newer and 512 MB of memory. Install it with \`apt install relay\`.

## Configuration

The configuration is read from \`/etc/relay/relay.toml\` when the service starts.

| Key | Default | Meaning |
|---|---|---|
| \`port\` | 7420 | The port that Relay listens on |
| \`workers\` | 4 | Threads that deliver messages |

### Timeouts

A client that sends nothing for 30 seconds is disconnected. The default timeout is 30 seconds, and it can be raised to
at most 10 minutes with \`idle_timeout\`.

### Storage

- Messages are kept for 14 days, then deleted.
- Each queue may hold up to 2 GB.

## Support

Questions are answered by the maintainers on weekdays. Security problems are reported to security@relay.example.
Relay 3.2 was released on 4 March 2025 by Ana Petrović (アナ), who has maintained it since 2021. 🎉
`;
