// Command image-config asks Crossplane's own validator, which core runs for an ImageConfig, about an image. Its arguments are a file with
// an ImageConfig and the Secret of its key, if it has one, and a reference; a third one is a folder with the roots of a Sigstore: fulcio.pem,
// rekor.pub and ctfe.pub. It prints the validator's refusal, if there is one.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kubernetes "k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/yaml"

	"github.com/crossplane/crossplane-runtime/v2/pkg/xpkg/signature"
	"github.com/crossplane/crossplane/apis/v2/pkg/v1beta1"
)

func main() {
	folder := ""
	if len(os.Args) > 3 {
		folder = os.Args[3]
	}
	if err := withMirror(folder, func() error { return validate(os.Args[1], os.Args[2]) }); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func validate(file, image string) error {
	config, secret, err := read(file)
	if err != nil {
		return err
	}
	if secret.Namespace == "" {
		secret.Namespace = "crossplane-system"
	}
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: secret.Namespace, Name: "crossplane"}}
	reader := fake.NewClientBuilder().WithObjects(secret).Build()
	validator, err := signature.NewCosignValidator(reader, kubernetes.NewClientset(account), secret.Namespace, account.Name)
	if err != nil {
		return fmt.Errorf("core does not start: %w", err)
	}
	ref, err := name.ParseReference(image)
	if err != nil {
		return err
	}
	return validator.Validate(context.Background(), ref, config.Spec.Verification)
}

func read(file string) (*v1beta1.ImageConfig, *corev1.Secret, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	config, secret := &v1beta1.ImageConfig{}, &corev1.Secret{}
	for _, document := range strings.Split(string(content), "---\n") {
		var target any = secret
		if strings.Contains(document, "kind: ImageConfig") {
			target = config
		}
		if err := yaml.UnmarshalStrict([]byte(document), target); err != nil {
			return nil, nil, err
		}
	}
	return config, secret, nil
}
