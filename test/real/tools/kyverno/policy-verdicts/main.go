// Command policy-verdicts answers what Kyverno's own engine makes of requests. Each line of its input is a JSON object with a ValidatingPolicy, a
// request, and what the cluster has; each line of its output says whether the policy refuses the request, and in which words.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	policiesv1beta1 "github.com/kyverno/api/api/policies.kyverno.io/v1beta1"
	celengine "github.com/kyverno/kyverno/pkg/cel/engine"
	"github.com/kyverno/kyverno/pkg/cel/libs"
	"github.com/kyverno/kyverno/pkg/cel/matching"
	"github.com/kyverno/kyverno/pkg/cel/policies/vpol/compiler"
	"github.com/kyverno/kyverno/pkg/cel/policies/vpol/engine"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// A question is one request at a cluster that has one namespace and some objects.
type question struct {
	Policy    json.RawMessage              `json:"policy"`
	Request   admissionv1.AdmissionRequest `json:"request"`
	Namespace *corev1.Namespace            `json:"namespace"`
	Objects   []held                       `json:"objects"`
}

// held is an object that policies may look up, and the plural of its kind.
type held struct {
	Resource string         `json:"resource"`
	Object   map[string]any `json:"object"`
}

// An answer has the status of the rule, such as pass, fail and error; none if the policy is not about the request.
type answer struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

func main() {
	if err := answerAll(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answerAll(in io.Reader, to io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	out := bufio.NewWriter(to)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		asked := question{}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		said, err := verdict(asked)
		if err != nil {
			return err
		}
		if err := encoder.Encode(said); err != nil {
			return err
		}
	}
	return lines.Err()
}

// verdict compiles the policy anew for each request, because a compiled one keeps the cluster that it looks into.
func verdict(asked question) (answer, error) {
	cluster, err := clusterOf(asked.Objects)
	if err != nil {
		return answer{}, err
	}
	libs.LibraryContext = cluster
	policy := &policiesv1beta1.ValidatingPolicy{}
	if err := json.Unmarshal(asked.Policy, policy); err != nil {
		return answer{}, err
	}
	provider, err := engine.NewProvider(compiler.NewCompiler(), []policiesv1beta1.ValidatingPolicyLike{policy}, nil)
	if err != nil {
		return answer{}, err
	}
	namespaces := func(string) *corev1.Namespace { return asked.Namespace }
	request := celengine.RequestFromAdmission(cluster, asked.Request)
	response, err := engine.NewEngine(provider, namespaces, matching.NewMatcher()).Handle(context.Background(), request, nil)
	if err != nil {
		return answer{}, err
	}
	if len(response.Policies) != 1 {
		return answer{}, errors.New("one policy has not one verdict")
	}
	return answerOf(response.Policies[0].Rules), nil
}

func answerOf(rules []engineapi.RuleResponse) answer {
	for _, rule := range rules {
		return answer{Status: string(rule.Status()), Message: rule.Message()}
	}
	return answer{}
}

// clusterOf is the cluster of Kyverno's own command line, which looks up objects that it was given.
func clusterOf(objects []held) (libs.Context, error) {
	cluster := libs.NewFakeContextProvider()
	for _, one := range objects {
		object := &unstructured.Unstructured{Object: one.Object}
		version, err := schema.ParseGroupVersion(object.GetAPIVersion())
		if err != nil {
			return nil, err
		}
		if err := cluster.AddResource(version.WithResource(one.Resource), object); err != nil {
			return nil, err
		}
	}
	return cluster, nil
}
