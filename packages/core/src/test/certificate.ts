/** A certificate for `localhost` that nobody trusts, and its key. They protect nothing: they exist to be refused. */
export const certificate: { readonly key: string; readonly cert: string } = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQggWakSNprvN17A8zv
iIgJ8UF1MUXY2Za9b8vxvuBu3q6hRANCAARAVIWMLt4zkzU8DWJtCRrR+ksl0i4A
3v6Uhomv4z30A/y6ikPTZ3eJm6sjzr/qZRB5Z8GwwMY/BaKwzJ1WsZ9B
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUYlLtWIDIxOu/GDbkkgoQFknvPDswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTEwMTE0N1oYDzIxMjYxMDI4
MTAxMTQ3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARAVIWMLt4zkzU8DWJtCRrR+ksl0i4A3v6Uhomv4z30A/y6ikPTZ3eJ
m6sjzr/qZRB5Z8GwwMY/BaKwzJ1WsZ9Bo1MwUTAdBgNVHQ4EFgQUOvjBcCyIadNF
8w9MnZj6N/o6OPswHwYDVR0jBBgwFoAUOvjBcCyIadNF8w9MnZj6N/o6OPswDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBEYdgd+S5m80xerrYCoFrZ
k8TE56gxcRBdwLm0XKrRgwIhAJAb4WAUgs25j45OAWBEODp0MZ4UvxGJl/HpgcA1
/SUs
-----END CERTIFICATE-----`,
};
