package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/google/certificate-transparency-go/trillian/ctfe"
	"github.com/google/certificate-transparency-go/trillian/ctfe/configpb"
	"github.com/google/trillian"
	"github.com/google/trillian/client"
	"github.com/google/trillian/crypto/keys"
	"github.com/google/trillian/crypto/keys/der"
	"github.com/google/trillian/crypto/keyspb"
	"github.com/google/trillian/extension"
	"github.com/google/trillian/monitoring"
	"github.com/google/trillian/quota"
	"github.com/google/trillian/storage/memory"
	"github.com/google/trillian/testonly/integration"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"
)

const certificateLogPrefix = "certificates"

// trillianLogs is a Trillian server whose trees are in memory.
type trillianLogs struct {
	*integration.LogEnv
	address string
}

func startTrillian(ctx context.Context) (*trillianLogs, error) {
	trees := memory.NewTreeStorage()
	environment, err := integration.NewLogEnvWithRegistry(ctx, 1, extension.Registry{
		AdminStorage:  memory.NewAdminStorage(trees),
		LogStorage:    memory.NewLogStorage(trees, monitoring.InertMetricFactory{}),
		QuotaManager:  quota.Noop(),
		MetricFactory: monitoring.InertMetricFactory{},
	})
	if err != nil {
		return nil, err
	}
	return &trillianLogs{LogEnv: environment, address: environment.Address}, nil
}

func (logs *trillianLogs) newTree(ctx context.Context) (int64, error) {
	tree, err := client.CreateAndInitTree(ctx, &trillian.CreateTreeRequest{Tree: &trillian.Tree{
		TreeState:       trillian.TreeState_ACTIVE,
		TreeType:        trillian.TreeType_LOG,
		MaxRootDuration: durationpb.New(time.Hour),
	}}, logs.Admin, logs.Log)
	return tree.GetTreeId(), err
}

// serveCertificateLog returns the address of a log for the certificates that Fulcio issues, and writes its public key to the folder.
func serveCertificateLog(ctx context.Context, folder string, logs *trillianLogs, roots string) (string, error) {
	tree, err := logs.newTree(ctx)
	if err != nil {
		return "", err
	}
	private, public, err := newLogKey()
	if err != nil {
		return "", err
	}
	keys.RegisterHandler(&keyspb.PrivateKey{}, der.FromProto)
	signer, err := anypb.New(&keyspb.PrivateKey{Der: private})
	if err != nil {
		return "", err
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
	if err := os.WriteFile(filepath.Join(folder, "ctfe.pub"), block, 0o600); err != nil {
		return "", err
	}
	config, err := ctfe.ValidateLogConfig(&configpb.LogConfig{
		LogId: tree, Prefix: certificateLogPrefix, RootsPemFile: []string{roots}, PrivateKey: signer, ExtKeyUsages: []string{"CodeSigning"},
	})
	if err != nil {
		return "", err
	}
	instance, err := ctfe.SetUpInstance(ctx, ctfe.InstanceOptions{
		Validated: config, Client: logs.Log, Deadline: 10 * time.Second, MetricFactory: monitoring.InertMetricFactory{},
		RequestLog: new(ctfe.DefaultRequestLog),
	})
	if err != nil {
		return "", err
	}
	mux := http.NewServeMux()
	for path, handler := range instance.Handlers {
		mux.Handle(path, handler)
	}
	address, err := serve(mux)
	return address + "/" + certificateLogPrefix, err
}

func newLogKey() (private, public []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	if private, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
		return nil, nil, err
	}
	public, err = x509.MarshalPKIXPublicKey(key.Public())
	return private, public, err
}

// serve returns the address at which the handler answers until the program ends.
func serve(handler http.Handler) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() { _ = http.Serve(listener, handler) }()
	return "http://" + listener.Addr().String(), nil
}
