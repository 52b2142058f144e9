package main

import (
	"encoding/json"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/diff"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/resource"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/tracing"
	"github.com/argoproj/argo-cd/v3/common"
	argodiff "github.com/argoproj/argo-cd/v3/util/argo/diff"
	"github.com/argoproj/argo-cd/v3/util/argo/normalizers"
	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/tools/clientcmd"
)

// differ compares as the application controller does (argo-cd v3.5.1 controller/state.go, CompareAppState).
type differ struct {
	settings settings
	// parser and runner come from a cluster, and are nil without one.
	parser *managedfields.GvkParser
	runner diff.ServerSideDryRunner
	close  func()
}

func newDiffer(settings settings, kubeconfig string) (differ, error) {
	if kubeconfig == "" {
		return differ{settings: settings, close: func() {}}, nil
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return differ{}, err
	}
	kubectl := &kube.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}}
	_, parser, err := kubectl.LoadOpenAPISchema(config)
	if err != nil {
		return differ{}, err
	}
	applier, cleanup, err := kubectl.ManageServerSideDiffDryRuns(config)
	if err != nil {
		return differ{}, err
	}
	return differ{settings, parser, diff.NewK8sServerSideDryRunner(applier), cleanup}, nil
}

func (d differ) answer(asked question) answer {
	app := asked.Application
	builder := argodiff.NewDiffConfigBuilder().
		WithDiffSettings(app.Spec.IgnoreDifferences, d.settings.overrides, false, normalizers.IgnoreNormalizerOpts{}).
		WithTracking(d.settings.labelKey, d.settings.tracking).
		WithNoCache().
		WithManager(common.ArgoCDSSAManager)
	// Without a cluster the comparison is that of an Application that asks for neither.
	if d.runner != nil {
		isByServer := resource.HasAnnotationOption(app, common.AnnotationCompareOptions, "ServerSideDiff=true")
		isApplied := app.Spec.SyncPolicy != nil && app.Spec.SyncPolicy.SyncOptions.HasOption("ServerSideApply=true")
		builder.WithGVKParser(d.parser).WithServerSideDiff(isByServer).WithServerSideDryRunner(d.runner).WithStructuredMergeDiff(isApplied)
	}
	config, err := builder.Build()
	if err != nil {
		return answer{Error: err.Error()}
	}
	result, err := argodiff.StateDiff(asked.Object, asked.Git, config)
	if err != nil {
		return answer{Error: err.Error()}
	}
	if !result.Modified {
		return answer{}
	}
	return answer{Differs: []json.RawMessage{result.NormalizedLive, result.PredictedLive}}
}
