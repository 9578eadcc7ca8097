namespace Bittensor.Scale.Metadata;

/// <summary>How values of a type are laid out (scale-info's <c>TypeDef</c>). Other types are named by their ids.</summary>
public abstract record TypeShape
{
    private protected TypeShape()
    {
    }
}
