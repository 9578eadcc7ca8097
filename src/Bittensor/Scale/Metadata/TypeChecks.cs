namespace Bittensor.Scale.Metadata;

/// <summary>What must hold of a registry before anything is decoded by it.</summary>
internal static class TypeChecks
{
    /// <summary>
    /// Refuses references out of range and types whose values would have no end (a struct that holds itself other than through a
    /// vector or an enum). Yields for each type whether its values take no bytes. Neither recursive nor more than linear, whatever the
    /// input.
    /// </summary>
    public static bool[] Check(TypeDefinition[] types)
    {
        for (int i = 0; i < types.Length; i++)
        {
            if (types[i].Id != i)
                throw new FormatException($"Type {i} of the registry calls itself {types[i].Id}.");
            CheckReferences(types, types[i]);
        }

        bool[] empty = new bool[types.Length];
        var state = new Visit[types.Length];
        var stack = new Stack<(int Type, int NextPart)>();
        for (int root = 0; root < types.Length; root++)
        {
            if (state[root] != Visit.New)
                continue;
            stack.Push((root, 0));
            state[root] = Visit.Open;
            while (stack.TryPop(out (int Type, int NextPart) at))
            {
                (int count, Func<int, int> part) = Parts(types[at.Type].Shape);
                if (at.NextPart == count)
                {
                    state[at.Type] = Visit.Done;
                    empty[at.Type] = IsEmpty(types[at.Type].Shape, empty);
                    continue;
                }

                stack.Push((at.Type, at.NextPart + 1));
                int next = part(at.NextPart);
                if (state[next] == Visit.Open)
                    throw new FormatException($"Type {next} of the registry contains itself without end.");
                if (state[next] == Visit.New)
                {
                    state[next] = Visit.Open;
                    stack.Push((next, 0));
                }
            }
        }

        return empty;
    }

    private enum Visit : byte
    {
        New,
        Open,
        Done,
    }

    /// <summary>The types of which every value of this shape contains at least one value.</summary>
    private static (int Count, Func<int, int> Part) Parts(TypeShape shape) => shape switch
    {
        CompositeShape composite => (composite.Fields.Count, i => composite.Fields[i].Type),
        TupleShape tuple => (tuple.Elements.Count, i => tuple.Elements[i]),
        ArrayShape { Length: > 0 } array => (1, _ => array.Element),
        CompactShape compact => (1, _ => compact.Inner),
        _ => (0, _ => 0),
    };

    private static bool IsEmpty(TypeShape shape, bool[] empty) => shape switch
    {
        CompositeShape composite => composite.Fields.All(field => empty[field.Type]),
        TupleShape tuple => tuple.Elements.All(element => empty[element]),
        ArrayShape array => array.Length == 0 || empty[array.Element],
        CompactShape compact => empty[compact.Inner],
        _ => false,
    };

    private static void CheckReferences(TypeDefinition[] types, TypeDefinition type)
    {
        foreach (TypeParameter parameter in type.Parameters)
            if (parameter.Type is { } id)
                CheckReference(id);
        switch (type.Shape)
        {
            case CompositeShape composite:
                CheckFields(composite.Fields);
                break;
            case VariantShape variants:
                foreach (TypeVariant variant in variants.Variants)
                    CheckFields(variant.Fields);
                break;
            case SequenceShape sequence:
                CheckReference(sequence.Element);
                break;
            case ArrayShape array:
                CheckReference(array.Element);
                break;
            case TupleShape tuple:
                foreach (int element in tuple.Elements)
                    CheckReference(element);
                break;
            case CompactShape compact:
                CheckReference(compact.Inner);
                break;
            case BitSequenceShape bits:
                CheckReference(bits.Store);
                CheckReference(bits.Order);
                break;
            default:
                break;
        }

        void CheckFields(IReadOnlyList<TypeField> fields)
        {
            foreach (TypeField field in fields)
                CheckReference(field.Type);
        }

        void CheckReference(int id)
        {
            if ((uint)id >= (uint)types.Length)
                throw new FormatException($"Type {type.Id} of the registry refers to type {id}, and there are {types.Length}.");
        }
    }
}
