// Command argo-cd answers with Argo CD's own code: what the health of an object is, whether it differs from what Git says, whether a
// project allows it, and when it is applied. Each line of its input is a question, and each line of its output the answer.
//
// Argo CD's go.mod replaces its gitops-engine by a folder of its repository, and versions of Kubernetes' modules. Ours repeats the latter, and
// has gitops-engine as the module that it is: a commit of Argo CD's main branch, since its proxy serves none of the release.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/health"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/syncwaves"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/sirupsen/logrus"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type question struct {
	// Ask is health, diff, project or wave.
	Ask string `json:"ask"`
	// Object is an object in the cluster; for a wave one in Git.
	Object *unstructured.Unstructured `json:"object"`
	// Git is what Git says of the object.
	Git         *unstructured.Unstructured `json:"git"`
	Application *v1alpha1.Application      `json:"application"`
	Project     *v1alpha1.AppProject       `json:"project"`
}

type answer struct {
	Status  string `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
	Error   string `json:"error,omitempty"`
	// Differs is what of the object in the cluster would change, as Argo CD shows it: before and after.
	Differs []json.RawMessage `json:"differs,omitempty"`
	// Allowed is whether the project may have the object; Shown whether Argo CD looks at its kind.
	Allowed *bool `json:"allowed,omitempty"`
	Shown   *bool `json:"shown,omitempty"`
	Wave    *int  `json:"wave,omitempty"`
}

func main() {
	logrus.SetOutput(io.Discard)
	settingsFile := flag.String("settings", "", "the ConfigMap argocd-cm; Argo CD's defaults without it")
	kubeconfig := flag.String("kubeconfig", "", "a cluster, which a diff by the API server needs")
	flag.Parse()
	if err := run(*settingsFile, *kubeconfig); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(settingsFile, kubeconfig string) error {
	settings, err := readSettings(settingsFile)
	if err != nil {
		return err
	}
	differ, err := newDiffer(settings, kubeconfig)
	if err != nil {
		return err
	}
	defer differ.close()
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		asked := question{}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		given := answer{}
		switch asked.Ask {
		case "health":
			given = healthOf(asked.Object, settings)
		case "diff":
			given = differ.answer(asked)
		case "project":
			given = allowed(asked, settings)
		case "wave":
			wave := syncwaves.Wave(asked.Object)
			given = answer{Wave: &wave}
		default:
			return fmt.Errorf("there is no answer to %q", asked.Ask)
		}
		if err := encoder.Encode(given); err != nil {
			return err
		}
	}
	return lines.Err()
}

// healthOf is without a status if Argo CD has no opinion. Its Application then takes the object for healthy.
func healthOf(object *unstructured.Unstructured, settings settings) answer {
	found, err := health.GetResourceHealth(object, lua.ResourceHealthOverrides(settings.overrides))
	if err != nil {
		return answer{Error: err.Error()}
	}
	if found == nil {
		return answer{}
	}
	return answer{Status: string(found.Status), Message: found.Message}
}

func allowed(asked question, settings settings) answer {
	gvk := asked.Object.GroupVersionKind()
	isShown := !settings.filter.IsExcludedResource(gvk.Group, gvk.Kind, asked.Application.Spec.Destination.Server)
	cluster := &v1alpha1.Cluster{Server: asked.Application.Spec.Destination.Server, Name: "in-cluster"}
	isAllowed, err := asked.Project.IsLiveResourcePermitted(asked.Object, cluster, func(string) ([]*v1alpha1.Cluster, error) {
		return nil, nil
	})
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Allowed: &isAllowed, Shown: &isShown}
}
