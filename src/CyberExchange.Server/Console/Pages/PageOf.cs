using CyberExchange.Server.Console.Texts;
using Microsoft.AspNetCore.Components;

namespace CyberExchange.Server.Console.Pages;

/// <summary>A whole page.</summary>
/// <typeparam name="TModel">What it shows.</typeparam>
public abstract class PageOf<TModel> : ComponentBase
    where TModel : class
{
    [Parameter, EditorRequired]
    public TModel Model { get; set; } = null!; // Given by whoever renders the page.

    [Parameter, EditorRequired]
    public PageRequest Request { get; set; } = null!; // As above.

    protected PageText Text => Request.Text;
}

/// <summary>A part of a page, below its <see cref="Frame"/>.</summary>
public abstract class PagePart : ComponentBase
{
    [CascadingParameter]
    protected PageRequest Request { get; set; } = null!; // Cascaded by the frame.

    protected PageText Text => Request.Text;
}
