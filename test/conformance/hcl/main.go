// Command hcl evaluates strings of Terraform's language with its own library.
//
// Standard input holds one JSON object a line, {"text": …, "template": …, "variables": {…}}; standard output gets the same
// objects with "value", or with "error", added. A text is a body whose only attribute is evaluated, or a template.
package main

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"k3s-registries/conformance/jsonlines"
)

type vector struct {
	Text      string            `json:"text"`
	Template  bool              `json:"template,omitempty"`
	Variables map[string]string `json:"variables"`
	Value     string            `json:"value"`
	Error     string            `json:"error,omitempty"`
}

func main() {
	jsonlines.Answer(func(v *vector) error {
		expression, diagnostics := expressionOf(v)
		if !diagnostics.HasErrors() {
			var value cty.Value
			if value, diagnostics = expression.Value(contextOf(v.Variables)); !diagnostics.HasErrors() {
				if text, err := convert.Convert(value, cty.String); err != nil {
					v.Error = err.Error()
				} else {
					v.Value = text.AsString()
				}
			}
		}
		if diagnostics.HasErrors() {
			v.Error = diagnostics[0].Summary
		}
		return nil
	})
}

func expressionOf(v *vector) (hcl.Expression, hcl.Diagnostics) {
	start := hcl.Pos{Line: 1, Column: 1}
	if v.Template {
		return hclsyntax.ParseTemplate([]byte(v.Text), "text", start)
	}
	file, diagnostics := hclsyntax.ParseConfig([]byte(v.Text), "text", start)
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	for _, attribute := range file.Body.(*hclsyntax.Body).Attributes {
		return attribute.Expr, nil
	}
	return hcl.StaticExpr(cty.StringVal(""), hcl.Range{}), nil
}

func contextOf(variables map[string]string) *hcl.EvalContext {
	values := map[string]cty.Value{"empty": cty.EmptyObjectVal}
	for name, value := range variables {
		values[name] = cty.StringVal(value)
	}
	return &hcl.EvalContext{
		Variables: map[string]cty.Value{"var": cty.ObjectVal(values)},
		Functions: map[string]function.Function{
			"indent":     stdlib.IndentFunc,
			"join":       stdlib.JoinFunc,
			"jsondecode": stdlib.JSONDecodeFunc,
			"jsonencode": stdlib.JSONEncodeFunc,
			"upper":      stdlib.UpperFunc,
		},
	}
}
