package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/sigstore/sigstore/pkg/cryptoutils"
)

// authority is the root certificate of Fulcio, in the files that it reads.
type authority struct{ certificateFile, keyFile string }

func newAuthority(folder string) (*authority, error) {
	made := &authority{
		certificateFile: filepath.Join(folder, "fulcio.pem"),
		keyFile:         filepath.Join(folder, "fulcio.key"),
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "root"},
		NotBefore:             time.Now().Add(-time.Minute),
		NotAfter:              time.Now().Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	private, err := cryptoutils.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return nil, err
	}
	for file, block := range map[string][]byte{
		made.certificateFile: cryptoutils.PEMEncode(cryptoutils.CertificatePEMType, der),
		made.keyFile:         private,
	} {
		if err := os.WriteFile(file, block, 0o600); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// serveIssuer returns the address of an issuer, and writes a token of it to the folder, as GitHub gives one to a workflow on main.
func serveIssuer(folder string) (string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	mux := http.NewServeMux()
	issuer, err := serve(mux)
	if err != nil {
		return "", err
	}
	answer := func(path string, value any) {
		mux.HandleFunc(path, func(writer http.ResponseWriter, _ *http.Request) {
			writer.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(writer).Encode(value)
		})
	}
	answer("/keys", jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
	answer("/.well-known/openid-configuration", map[string]any{
		"issuer": issuer, "jwks_uri": issuer + "/keys", "response_types_supported": []string{"id_token"},
		"subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"ES256"},
	})
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: "1"}}, nil)
	if err != nil {
		return "", err
	}
	token, err := jwt.Signed(signer).Claims(workflowClaims(issuer)).Serialize()
	if err != nil {
		return "", err
	}
	return issuer, os.WriteFile(filepath.Join(folder, "token"), []byte(token), 0o600)
}

func workflowClaims(issuer string) map[string]any {
	workflow := "example/platform/.github/workflows/release.yaml@refs/heads/main"
	return map[string]any{
		"iss": issuer, "aud": "sigstore", "sub": "repo:example/platform:ref:refs/heads/main",
		"iat": time.Now().Unix(), "nbf": time.Now().Add(-time.Minute).Unix(), "exp": time.Now().Add(time.Hour).Unix(),
		"job_workflow_ref": workflow, "workflow_ref": workflow, "workflow": "release", "event_name": "push", "ref": "refs/heads/main",
		"sha": "0123456789abcdef0123456789abcdef01234567", "job_workflow_sha": "0123456789abcdef0123456789abcdef01234567",
		"workflow_sha": "0123456789abcdef0123456789abcdef01234567", "repository": "example/platform", "repository_id": "1",
		"repository_owner": "example", "repository_owner_id": "2", "repository_visibility": "private",
		"runner_environment": "github-hosted", "run_id": "3", "run_attempt": "1",
	}
}
